export {
  type BundleStep,
  type EndedBundle,
  environmentOf,
  machineVariables,
  type RunningBundle,
  runBundle,
  STEP_ACCESS_KEY,
  startBundle,
} from './bundle/bundle.ts';
export { type FullDisk, fullDisk } from './bundle/full-disk.ts';
export { scaledTime, type TimeScale } from './bundle/scaled-time.ts';
export { copyWithout, entriesOf, gapsIn, type PartialCopy } from './bundle/shipped.ts';
export { type Annotation, assignmentsIn } from './bundle/workflow-commands.ts';
export { disagreements, disagreementsIn } from './contract/contract.ts';
export { blocksOf, type Example, outputsGiven, wrongExamples, wrongValues } from './contract/examples.ts';
export {
  type DeclaredInput,
  type DescribedAction,
  describeAction,
  type Manifest,
  parseManifest,
} from './contract/manifest.ts';
export { namingInputs, outputsNamedIn, type ReadFile } from './contract/named-outputs.ts';
export { renderTables, type Tables, withTables, writeTables } from './contract/tables.ts';
export { type Undoing, wrongUndoing } from './contract/undoing.ts';
export { lambdaDomain } from './lambda/domain.ts';
export { astray, type Led } from './lambda/led.ts';
export { isConstantForLambda, type LambdaRace, lambdaOracle } from './lambda/oracle.ts';
export {
  assertUsersSafe,
  complaints,
  probe,
  type Safe,
  type Traffic,
  USER_ACCESS_KEY,
  type UserPath,
  usersOf,
} from './lambda/users.ts';
export { type LambdaView, lambdaView } from './lambda/view.ts';
export type { Visit } from './lambda/visit.ts';
export { codeOf, type LambdaWorld, lambdaWorld, type SeenAlias, type Zipped } from './lambda/world.ts';
export { type Carried, EXAMPLE_CERTIFICATE, forwardTo, startProxy, type TestProxy } from './proxy/proxy.ts';
export { inProcess } from './simulation/in-process.ts';
export type { Connect, SimulatedProcess } from './simulation/simulated-process.ts';
export {
  accessKeyOf,
  type Fate,
  type Means,
  type Running,
  type Stage,
  stageOn,
  type Work,
} from './simulation/stage.ts';
export { type Deployer, deployer, type SteppedStep, startStep } from './simulation/step.ts';
export { type Built, builtSite, withWorker, writeSite } from './site/built.ts';
export { siteDomain } from './site/domain.ts';
export { SITE_FUNCTION } from './site/function.ts';
export { type Infrastructure, makeInfrastructure } from './site/infrastructure.ts';
export { complaintsOf, type Truth } from './site/judge.ts';
export { markIn, type SeenMark } from './site/marks.ts';
export { isConstantForSite, type SeenPointers, type SiteRace, siteOracle } from './site/oracle.ts';
export { sitePolicy, withPolicies } from './site/privilege.ts';
export { type Named, namedIn, pointerOf, type Release, releaseOf, releasesOf } from './site/releases.ts';
export type { Seen, SeenAnswer, SeenLater, SeenVisit } from './site/seen.ts';
export { type SiteUsers, type SiteUsersOptions, siteUsers } from './site/users.ts';
export { type Site, type SiteOptions, type SiteWorld, siteWorld, type VisitOptions } from './site/world.ts';
export type { CancelSweep } from './sweeps/cancellations.ts';
export { type CrashPoint, callInWords, crashPoints, inWords, tellingPoints } from './sweeps/crash-points.ts';
export type { Aftermath, Others } from './sweeps/crashes.ts';
export { type Call, type CallKind, callKind, type Domain, isWriteKind } from './sweeps/domain.ts';
export { type BadInput, everyBadInput } from './sweeps/every-bad-input.ts';
export {
  everyReadFault,
  type Looking,
  quickClock,
  type ReadFault,
  readFaults,
  type Struck,
} from './sweeps/every-read-fault.ts';
export { type FaultCase, type FaultSweep, faultsAtPointer, tellingFaults } from './sweeps/faults.ts';
export { type Errand, leastPrivilege, policyIn, storePolicyIn } from './sweeps/least-privilege.ts';
export type { OutageCase, OutageSweep } from './sweeps/outages.ts';
export { everyCancellation, type SignalSweep } from './sweeps/processes/every-cancellation.ts';
export { type CrashSweep, everyCrashPoint } from './sweeps/processes/every-crash-point.ts';
export { everyFault } from './sweeps/processes/every-fault.ts';
export { drawnExploration, type Exploration, type Explored, explore, replay } from './sweeps/races/explore.ts';
export type { Finished, Move, Oracle, Race, Serial, Serially } from './sweeps/races/race.ts';
export { type RaceRow, racesOf } from './sweeps/races/races.ts';
export { randomFrom } from './sweeps/races/strategy.ts';
export { type Sampling, type Scope, sampleOf, scopeOf, seedNumber } from './sweeps/sample.ts';
export { everyCancellationStepped } from './sweeps/stepped/every-cancellation.ts';
export { everyCrashPointStepped, type SteppedCrashSweep } from './sweeps/stepped/every-crash-point.ts';
export { everyFaultStepped } from './sweeps/stepped/every-fault.ts';
export { everyOutageStepped } from './sweeps/stepped/every-outage.ts';
export { type Budget, inBrief, inTurn, type SweepRow, type Swept, sweepsOf, withoutSignals } from './sweeps/swept.ts';
export { callsIn, type Sweep, type Trial, type Undisturbed, type World } from './sweeps/trial.ts';
export { allUsers, type Users } from './sweeps/users.ts';
