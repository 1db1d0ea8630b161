import { type Clock, UserError } from '@actions-aws/action';
import { poll } from '@actions-aws/aws';
import type { Invocations } from './invocations.ts';
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

/** How often a version may be missing at first: what was made a moment ago may not be shown yet. */
const MISSING_LOOKS = 10;

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
  let missing = 0;
  const found = await poll<FunctionVersion | undefined>({
    ...waiting,
    waitedFor,
    everyMs: LOOK_MS,
    async look() {
      const seen = await versions.describe(functionName, version);
      missing = seen ? MISSING_LOOKS : missing + 1;
      if (!seen && missing > MISSING_LOOKS)
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

  constructor(which: { readonly functionName: string; readonly version: string }, why: string) {
    super(`Version ${which.version} of ${which.functionName} cannot run: it ${why}.`, {
      code: 'not-ready',
      hint: 'Put right what AWS names, or name or publish another version.',
    });
    this.why = why;
  }
}

/** How often a version may still be Inactive after AWS took the sign to wake it, and how often that sign may fail. */
const WOKEN_LOOKS = 10;
const WAKE_FAILURES = 3;

/**
 * Waits until a version can run. One that was not invoked for 14 days sleeps (`Inactive`): an invocation, which Lambda
 * refuses, is the sign to wake it. What becomes of that invocation is no verdict: the state is, until the sign fails
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
  let looks = 0;
  let failures = 0;
  const unusable = (why: string) => new UnusableVersionError({ functionName, version }, why);
  const isActive = async (seen: FunctionVersion) => {
    const { is, why } = judgeState(seen, 'version');
    if (is === 'end') throw unusable(why);
    if (is === 'wait') wasPending = isWoken;
    if (is !== 'wake') return is === 'act';
    // Another reason tells as much, where the looks missed the state between.
    if (wasPending || (isWoken && seen.stateReason !== reasonBefore)) throw unusable(`was woken, and ${why} again`);
    if (isWoken) {
      looks += 1;
      if (looks > WOKEN_LOOKS) throw unusable(`was woken, and still ${why}`);
      return false;
    }
    reasonBefore = seen.stateReason;
    const failure = await wake();
    failures += failure ? 1 : 0;
    if (failures === WAKE_FAILURES) throw unusable(`${why}, and could not be woken. ${failure}`.replace(/\.$/, ''));
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
      return (error as Error).message;
    }
  };
  return awaitVersion({ functionName, version, waitedFor: `version ${version} to become Active` }, isActive, waiting);
}
