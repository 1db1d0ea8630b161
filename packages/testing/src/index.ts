export {
  type BundleStep,
  type EndedBundle,
  type RunningBundle,
  runBundle,
  STEP_ACCESS_KEY,
  startBundle,
} from './bundle/bundle.ts';
export { entriesOf, gapsIn } from './bundle/shipped.ts';
export type { Annotation } from './bundle/workflow-commands.ts';
export { disagreements, disagreementsIn } from './contract/contract.ts';
export { type Example, wrongExamples, wrongValues } from './contract/examples.ts';
export {
  type DeclaredInput,
  type DescribedAction,
  describeAction,
  type Manifest,
  parseManifest,
} from './contract/manifest.ts';
export { renderTables, type Tables, withTables, writeTables } from './contract/tables.ts';
export { astray, type Led } from './lambda/led.ts';
export { isConstantForLambda, type LambdaContest, lambdaReferee } from './lambda/oracle.ts';
export {
  assertUsersSafe,
  complaints,
  type Entrance,
  everybody,
  probe,
  type Safe,
  type Traffic,
  USER_ACCESS_KEY,
  type Users,
  usersOf,
  usersWhenAsked,
} from './lambda/users.ts';
export { type LambdaView, lambdaView } from './lambda/view.ts';
export type { Visit } from './lambda/visit.ts';
export { codeOf, type LambdaWorld, lambdaWorld, type SeenAlias, type Zipped } from './lambda/world.ts';
export { type Carried, EXAMPLE_CERTIFICATE, forwardTo, startProxy, type TestProxy } from './proxy/proxy.ts';
export { inProcess } from './simulation/in-process.ts';
export type { Actor, Connect, ConnectSettings } from './simulation/simulated-process.ts';
export {
  accessKeyOf,
  type Fate,
  type Means,
  type Play,
  type Running,
  type Stage,
  stageOn,
} from './simulation/stage.ts';
export { type Deployer, deployer, type SteppedStep, startStep } from './simulation/step.ts';
export { type CrashPoint, callInWords, crashPoints, inWords, isWrite, tellingPoints } from './sweeps/crash-points.ts';
export type { Aftermath, Others } from './sweeps/crashes.ts';
export { type BadInput, everyBadInput } from './sweeps/every-bad-input.ts';
export { type Errand, leastPrivilege, policyIn } from './sweeps/least-privilege.ts';
export { type CancelSweep, everyCancellation, type SignalSweep } from './sweeps/processes/every-cancellation.ts';
export { type CrashSweep, everyCrashPoint } from './sweeps/processes/every-crash-point.ts';
export { everyFault, type FaultCase, type FaultSweep, tellingFaults } from './sweeps/processes/every-fault.ts';
export { type Exploration, type Explored, explore, replay } from './sweeps/races/explore.ts';
export type { Contest, Move, Played, Referee, Serial, Serially } from './sweeps/races/race.ts';
export { everyCancellationStepped, type SteppedCancelSweep } from './sweeps/stepped/every-cancellation.ts';
export { everyCrashPointStepped, type SteppedCrashSweep } from './sweeps/stepped/every-crash-point.ts';
export { everyFaultStepped } from './sweeps/stepped/every-fault.ts';
export { callsIn, type Sweep, type Trial, type Undisturbed, type World } from './sweeps/trial.ts';
