export { type Budget, ROLLBACK_RESERVE_MS, readBudget } from './budget.ts';
export type { Context, Remember } from './context.ts';
export { converge, type Plan } from './converge.ts';
export { type Deployer, isOlder, isSameRun, type Order, type Owner, readDeployer } from './deployer.ts';
export { FAILURE_CODES, type Failure, type FailureCode, type FailureKind, failureFrom, kindOf } from './failure.ts';
export { type Canary, inPercent, type Mark, readMark, writeMark } from './mark.ts';
export { isGreen, type Outcome } from './outcome.ts';
export { proofOf } from './proof.ts';
export { firstAlone, inPlace, isWell, type Member, type Moved, together } from './together.ts';
