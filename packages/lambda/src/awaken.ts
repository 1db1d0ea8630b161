import { type Clock, UserError } from '@actions-aws/action';
import { isTransient, poll } from '@actions-aws/aws';
import type { Invocations } from './invocations.ts';
import { remedyOf } from './reasons.ts';
import { judgeState } from './states.ts';
import type { FunctionVersion, Versions } from './versions.ts';

/** How often we look while something settles, in milliseconds; the SDK's own waiters of this kind take a second, too. */
const LOOK_MS = 1_000;

/** Where a wait for a version happens, and when it ends. */
export interface Waiting {
  readonly versions: Versions;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** How long a version may be missing at first, in milliseconds: what was made a moment ago may not be shown yet. */
const MISSING_MS = 10_000;

/**
 * Waits until a version, or `$LATEST`, is as `done` wants it, a look a second.
 *
 * @throws UserError if the version is gone.
 */
export async function awaitVersion(
  { functionName, version, waitedFor }: { functionName: string; version: string; waitedFor: string },
  done: (seen: FunctionVersion) => boolean | Promise<boolean>,
  { versions, ...waiting }: Waiting,
): Promise<FunctionVersion> {
  const began = waiting.clock.now();
  let wasSeen = false;
  const found = await poll<FunctionVersion | undefined>({
    ...waiting,
    waitedFor,
    everyMs: LOOK_MS,
    async look() {
      const seen = await versions.describe(functionName, version);
      wasSeen ||= seen !== undefined;
      if (!seen && (wasSeen || waiting.clock.now() - began >= MISSING_MS))
        throw new UserError(`${functionName}:${version} is gone: it was deleted while this run was under way.`);
      return seen;
    },
    done: (seen) => seen !== undefined && done(seen),
  });
  return found as FunctionVersion;
}

/** Thrown where a version cannot run, and no waiting or waking changes that. */
export class UnusableVersionError extends UserError {
  override readonly name: string = 'UnusableVersionError';
  /** Why, to follow the name of the version: `is in the state Failed (…)`. */
  readonly why: string;

  /** What to do about the reason that AWS gives; `undefined` where nothing more is known than AWS says. */
  readonly remedy: string | undefined;

  constructor(which: { readonly functionName: string; readonly version: string }, why: string, reason = '') {
    const remedy = remedyOf(reason);
    super(`Version ${which.version} of ${which.functionName} cannot run: it ${why}.`, {
      code: 'not-ready',
      hint: remedy ?? 'Put right what AWS names, or name or publish another version.',
    });
    this.remedy = remedy;
    this.why = why;
  }
}

/** How long a version may still be Inactive after AWS took the sign to wake it, in milliseconds. */
const WOKEN_MS = 10_000;
/** How often AWS may refuse that sign: an answer that says what is wrong says the same again. An outage is no answer. */
const WAKE_REFUSALS = 3;

/**
 * Waits until a version can run. One that was not invoked for 14 days sleeps (`Inactive`): an invocation, which Lambda
 * refuses, is the sign to wake it. What becomes of that invocation is no verdict: the state is, until the sign is refused
 * again and again. Where Lambda cannot recreate what the version needs, it goes back to Inactive.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 *
 * @throws UnusableVersionError if it is in a state that no waiting changes, or cannot be woken.
 */
export async function awaken(
  functionName: string,
  version: string,
  { invocations, ...waiting }: Waiting & { readonly invocations: Invocations },
): Promise<FunctionVersion> {
  let isWoken = false;
  let wasPending = false;
  let reasonBefore = '';
  let wokenAt = 0;
  let refusals = 0;
  const unusable = (why: string, reason = '') => new UnusableVersionError({ functionName, version }, why, reason);
  const isActive = async (seen: FunctionVersion) => {
    const { is, why } = judgeState(seen, 'version');
    if (is === 'end') throw unusable(why, seen.stateReason);
    if (is === 'wait') wasPending = isWoken;
    if (is !== 'wake') return is === 'act';
    // Another reason tells as much, where the looks missed the state between.
    if (wasPending || (isWoken && seen.stateReason !== reasonBefore)) {
      throw unusable(`was woken, and ${why} again`, seen.stateReason);
    }
    if (isWoken) {
      if (waiting.clock.now() - wokenAt > WOKEN_MS) throw unusable(`was woken, and still ${why}`);
      return false;
    }
    reasonBefore = seen.stateReason;
    const refusal = await wake();
    wokenAt = waiting.clock.now();
    refusals += refusal ? 1 : 0;
    if (refusals === WAKE_REFUSALS) throw unusable(`${why}, and could not be woken. ${refusal}`.replace(/\.$/, ''));
    return false;
  };
  // The sign has no need of an answer, so it has no more time than a cold start.
  const wake = async () => {
    try {
      const answer = await invocations.invoke(functionName, version, '{}', { signal: waiting.signal, timeoutMs: 0 });
      const refused = 'refused' in answer ? answer : undefined;
      // One call too many is made again; where it ran, the version is awake, whatever was shown before.
      isWoken = refused === undefined || refused.refused === 'not-ready';
      if (refused?.refused === 'missing') return refused.error.message;
      return refused?.refused === 'unable' ? `AWS said ${refused.reason}` : '';
    } catch (error) {
      if (waiting.signal.aborted) throw error;
      return isTransient(error) ? '' : (error as Error).message;
    }
  };
  return awaitVersion({ functionName, version, waitedFor: `version ${version} to become Active` }, isActive, waiting);
}
