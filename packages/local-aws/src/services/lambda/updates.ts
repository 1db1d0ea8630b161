import type { State } from '@aws-sdk/client-lambda';
import { functionNotFound, notInState, staleRevision, updateInProgress } from './errors.ts';
import { functionArn } from './names.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import { withRuntimeVersion } from './runtime-versions.ts';
import type { FailingStep, FunctionRecord, LambdaState, Reason, Settings, VersionRecord } from './state.ts';

/** The reason that AWS gives for Pending and, as recorded, for InProgress as well. */
export const creating: Reason = { code: 'Creating', text: 'The function is being created.' };

/** The function of that name, or AWS's 404 with the ARN that was asked for. */
export function existing(place: LambdaPlace, name: string, qualifier?: string): FunctionRecord {
  const func = place.state.functions.get(name);
  if (func === undefined) {
    throw functionNotFound(functionArn(place, name, qualifier));
  }
  return func;
}

/** The states of `$LATEST` in which it can be changed and published; managed instances leave it in ActiveNonInvocable. */
const changeable: readonly State[] = ['Active', 'Inactive', 'ActiveNonInvocable'];

/**
 * Refuses while the function is changing: updates and publications wait. "When function creation fails, Lambda sets the
 * function state to failed, and you must delete and recreate the function"
 * (https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html). Of Deactivating, Deactivated and Deleting nothing is
 * documented: here they refuse as well.
 */
export function assertSettled(place: LambdaPlace, func: FunctionRecord): void {
  if (!changeable.includes(func.latest.state)) {
    throw notInState(func.latest.state);
  }
  if (func.latest.lastUpdate === 'InProgress') {
    throw updateInProgress(functionArn(place, func.name));
  }
}

/** Refuses a RevisionId that is not the current one; none at all is always accepted. */
export function assertRevision(current: string, expected: string | undefined): void {
  if (expected !== undefined && expected !== current) {
    throw staleRevision();
  }
}

/**
 * Begins an update of `$LATEST`: the API answers the new settings at once, invocations run the old ones until it is done.
 * "Invocations continue to use the function's previous code and configuration until the update completes" (developer guide,
 * functions-states), and LastUpdateStatus says "when the update is complete and the function is processing events with the
 * new configuration" (SDK, UpdateFunctionConfiguration): so not after that, as they do behind an alias (`routes.ts`).
 */
export function beginUpdate(call: LambdaCall, func: FunctionRecord, settings: Settings): void {
  const now = call.clock.now();
  const { latest } = func;
  latest.settings = withRuntimeVersion(call, settings, latest.updateRuntimeOn);
  latest.lastModified = now;
  latest.revisionId = call.newId();
  latest.lastUpdate = 'InProgress';
  latest.lastUpdateReason = creating;
  latest.transition = {
    at: now + call.state.pace.update,
    kind: 'update',
    failure: takeFailure(call.state, func.name, 'update'),
    revisionId: call.newId(),
    deploymentId: call.newId(),
  };
  // Deduplication of publications follows update calls, not content (moto#8379, verified on AWS).
  func.publishedAs = undefined;
}

/** A new version that is Pending for `duration`; $LATEST of a new function is one too. */
export function pendingVersion(
  call: LambdaCall,
  version: string,
  settings: Settings,
  duration: number,
  failure: Reason | undefined,
): VersionRecord {
  const now = call.clock.now();
  return {
    version,
    settings,
    deployed: undefined,
    revisionId: call.newId(),
    lastModified: now,
    lastInvoked: now,
    state: 'Pending',
    stateReason: creating,
    lastUpdate: undefined,
    lastUpdateReason: undefined,
    imageFetched: now,
    updateRuntimeOn: 'Auto',
    transition: {
      at: now + duration,
      kind: 'activate',
      failure,
      revisionId: call.newId(),
      deploymentId: call.newId(),
    },
  };
}

/** The failure that a test has scripted for this step, if any; it is used up. */
export function takeFailure(state: LambdaState, functionName: string, step: FailingStep): Reason | undefined {
  const index = state.failures.findIndex((failure) => failure.functionName === functionName && failure.step === step);
  const [failure] = index < 0 ? [] : state.failures.splice(index, 1);
  return failure === undefined ? undefined : { code: failure.code, text: failure.reason };
}

/** `$LATEST`, a version, or what an alias' FunctionVersion names; undefined where there is none. */
export function versionOf(func: FunctionRecord, qualifier: string | undefined): VersionRecord | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') {
    return func.latest;
  }
  const alias = func.aliases.get(qualifier);
  const version = alias?.functionVersion ?? qualifier;
  return version === '$LATEST' ? func.latest : func.versions.get(version);
}
