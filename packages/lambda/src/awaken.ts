import { type Clock, UserError } from '@actions-aws/action';
import { poll } from '@actions-aws/aws';
import type { Invocations } from './invocations.ts';
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

/**
 * Waits until a version can run. One that nobody has invoked for 14 days sleeps (`Inactive`): an invocation, which Lambda
 * refuses, is the sign to wake it.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 *
 * @throws UserError if the version is in the state Failed.
 */
export async function awaken(
  functionName: string,
  version: string,
  { invocations, ...waiting }: Waiting & { readonly invocations: Invocations },
): Promise<FunctionVersion> {
  let called = false;
  const isActive = async ({ state, stateReason, timeoutMs }: FunctionVersion) => {
    if (state === 'Failed') {
      throw new UserError(`Version ${version} of ${functionName} has failed (${stateReason}).`, {
        hint: 'AWS will not run it any more: name or publish another version.',
      });
    }
    if (state === 'Inactive' && !called) {
      called = true;
      await invocations.invoke(functionName, version, '{}', { signal: waiting.signal, timeoutMs });
    }
    return state === 'Active';
  };
  return awaitVersion({ functionName, version, waitedFor: `version ${version} to become Active` }, isActive, waiting);
}
