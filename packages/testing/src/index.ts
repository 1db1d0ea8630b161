export {
  type BundleStep,
  type EndedBundle,
  type RunningBundle,
  runBundle,
  STEP_ACCESS_KEY,
  startBundle,
} from './bundle.ts';
export { disagreements, disagreementsIn } from './contract.ts';
export { type Example, wrongExamples, wrongValues } from './contract-examples.ts';
export {
  type DeclaredInput,
  type DescribedAction,
  describeAction,
  type Manifest,
  parseManifest,
} from './contract-manifest.ts';
export { renderTables, type Tables, withTables, writeTables } from './contract-tables.ts';
export { type CrashPoint, callInWords, crashPoints, inWords, isWrite, tellingPoints } from './crash-points.ts';
export type { Aftermath, Others } from './crashes.ts';
export { type BadInput, everyBadInput } from './every-bad-input.ts';
export { type CancelSweep, everyCancellation, type SignalSweep } from './every-cancellation.ts';
export { type CrashSweep, everyCrashPoint } from './every-crash-point.ts';
export { everyFault, type FaultCase, type FaultSweep, tellingFaults } from './every-fault.ts';
export { inProcess } from './in-process.ts';
export { type LambdaView, lambdaView } from './lambda-view.ts';
export { codeOf, type LambdaWorld, lambdaWorld, type SeenAlias, type Zipped } from './lambda-world.ts';
export { type Errand, leastPrivilege, policyIn } from './least-privilege.ts';
export { astray, type Led } from './led.ts';
export { entriesOf, gapsIn } from './shipped.ts';
export type { Actor, Connect, ConnectSettings } from './stepped/actor.ts';
export type { Contest, Move, Played, Referee, Serial, Serially } from './stepped/contest.ts';
export { everyCancellationStepped, type SteppedCancelSweep } from './stepped/every-cancellation.ts';
export { everyCrashPointStepped, type SteppedCrashSweep } from './stepped/every-crash-point.ts';
export { everyFaultStepped } from './stepped/every-fault.ts';
export { type Exploration, type Explored, explore, replay } from './stepped/explore.ts';
export { isConstantForLambda, type LambdaContest, lambdaReferee } from './stepped/lambda-referee.ts';
export { accessKeyOf, type Fate, type Means, type Play, type Running, type Stage, stageOn } from './stepped/stage.ts';
export { type Deployer, deployer, type SteppedStep, startStep } from './stepped/step.ts';
export { callsIn, type Sweep, type Trial, type Undisturbed, type World } from './trial.ts';
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
} from './users.ts';
export type { Visit } from './visit.ts';
export type { Annotation } from './workflow-commands.ts';
