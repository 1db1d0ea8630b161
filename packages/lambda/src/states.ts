import { judged } from '@actions-aws/aws';
import type {
  LastUpdateStatus,
  ProvisionedConcurrencyStatusEnum,
  State,
  UpdateRuntimeOn,
} from '@aws-sdk/client-lambda';

/** What a run does about a state that it meets: go on, wake the version by an invocation, look again, or end. */
export type Answer = 'act' | 'wake' | 'wait' | 'end';

/** Where a state is met: on `$LATEST` before an update or a publication, or on a version that is to run. */
export type Place = 'latest' | 'version';

/** What to do about a state, and the state in words, to follow the name of a version: `is in the state Failed (…)`. */
export interface Judgement {
  readonly is: Answer;
  readonly why: string;
}

/**
 * Every state of a function. The compiler asks for a row with each state that the SDK comes to know; one that AWS sends
 * before that ends the run by its name.
 *
 * Pending, Active, Inactive and Failed: https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html. A version that
 * is Inactive comes back when it is invoked; `$LATEST` can be updated and published meanwhile. Failed stays so. The others
 * are of managed instances and of deletions, and no call of ours leads out of them: ActiveNonInvocable is where `$LATEST` on
 * managed instances rests (https://github.com/localstack/localstack/pull/13656), Deactivating and Deactivated follow when a
 * version may have no instances any more, Deleting is a deletion that waits for executions to end
 * (https://github.com/aws-controllers-k8s/lambda-controller/pull/208).
 */
const STATES: Readonly<Record<State, Readonly<Record<Place, Answer>>>> = {
  Pending: { latest: 'wait', version: 'wait' },
  Active: { latest: 'act', version: 'act' },
  Inactive: { latest: 'act', version: 'wake' },
  Failed: { latest: 'end', version: 'end' },
  Deactivating: { latest: 'end', version: 'end' },
  Deactivated: { latest: 'end', version: 'end' },
  ActiveNonInvocable: { latest: 'end', version: 'end' },
  Deleting: { latest: 'end', version: 'end' },
};

/** Every status of an update of `$LATEST`; after one that failed, the code before still answers. */
const UPDATES: Readonly<Record<LastUpdateStatus, Answer>> = {
  Successful: 'act',
  InProgress: 'wait',
  Failed: 'end',
};

/** Every status of provisioned concurrency. */
const PROVISIONED: Readonly<Record<ProvisionedConcurrencyStatusEnum, Answer>> = {
  READY: 'act',
  IN_PROGRESS: 'wait',
  FAILED: 'end',
};

/** What to do about the state of a version, or of `$LATEST`. */
export function judgeState(
  { state, stateReason }: { readonly state: string; readonly stateReason: string },
  place: Place,
): Judgement {
  return judged(STATES, state, stateReason, (row) => row[place], 'is in the state');
}

/** What to do about the last update of `$LATEST`. */
export function judgeUpdate(latest: {
  readonly lastUpdateStatus: string;
  readonly lastUpdateReason: string;
}): Judgement {
  const { lastUpdateStatus, lastUpdateReason } = latest;
  return judged(UPDATES, lastUpdateStatus, lastUpdateReason, (answer) => answer, 'has the last update status');
}

/** What to do about the status of provisioned concurrency, as AWS tells it. */
export function judgeProvisioned(status: string, reason: string): Judgement {
  return judged(PROVISIONED, status, reason, (answer) => answer, 'has the status');
}

/** Every mode of runtime updates: who moves a version to another runtime. */
const RUNTIME_UPDATES: Readonly<Record<UpdateRuntimeOn, 'AWS' | 'a person'>> = {
  Auto: 'AWS',
  FunctionUpdate: 'AWS',
  Manual: 'a person',
};

/** Whether a runtime stays until a person changes it, by the mode of its updates; true of one that is not known. */
export function isRuntimePinned(mode: string): boolean {
  const known: Readonly<Record<string, string>> = RUNTIME_UPDATES;
  return !Object.hasOwn(known, mode) || known[mode] === 'a person';
}
