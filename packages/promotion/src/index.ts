export { type Budget, ROLLBACK_RESERVE_MS, readBudget } from './budget.ts';
export type { Context, Remember } from './context.ts';
export { converge, type Plan } from './converge.ts';
export { withinDeadline } from './deadline.ts';
export { type Deployer, isAheadOf, isOlder, isSameRun, type Order, type Owner, readDeployer } from './deployer.ts';
export {
  type Failure,
  type FailureCode,
  type FailureKind,
  failureFrom,
  failuresBut,
  failuresOfImages,
  failuresOfServices,
  failuresOfSites,
  kindOf,
  outcomeOfFailure,
} from './failure.ts';
export { advanceBack, beginBack, type ObservedBack, type WayBack } from './going-back.ts';
export { promotionInputs, runInputs } from './inputs.ts';
export { finishInterrupted, type Left, readLeft, rememberFor, wasInterrupted } from './interruption.ts';
export { type Canary, inPercent, type Mark, readMark, withOrder, writeMark } from './mark.ts';
export { isGreen, type Outcome, worstOf } from './outcome.ts';
export {
  advance,
  applied,
  type Done,
  type Observable,
  type Participant,
  type Way,
} from './participant.ts';
export { proofOf } from './proof.ts';
export {
  asError,
  byKey,
  capital,
  type End,
  type EndBack,
  failureOfRun,
  headOfReport,
  inProse,
  onlyOf,
  reportOfEnd,
  reportOfRun,
  signOf,
  stepsOfReport,
  summarizeBack,
  summarizeSteps,
} from './report.ts';
export {
  firstAlone,
  inPlace,
  isWell,
  type Member,
  type Moved,
  shareFailure,
  together,
  withFailure,
} from './together.ts';
export { runOf, whenOf } from './words.ts';
