import { type Clock, UserError } from '@actions-aws/action';
import { type Doing, errorName } from '@actions-aws/aws';

/** How long another operation on an alias is waited for, and how often its end is asked for, in milliseconds. */
const WAIT_MS = 30_000;
const EVERY_MS = 1_000;

/**
 * Whether a write was refused because AWS is busy: "another operation is in progress", a 409 that the SDK does not try again
 * (https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html#API_UpdateAlias_Errors). By the same name, it refuses
 * a version that is not Active (https://github.com/hashicorp/terraform-provider-aws/issues/49904): no waiting mends one that
 * has failed, and the others were waited for before.
 */
export function isBusy(error: unknown): error is Error {
  if (errorName(error) !== 'ResourceConflictException') return false;
  return !/following state/i.test((error as Error).message);
}

/** Waits a little each time, and resolves to `false` when that has been long enough. */
export function patience(clock: Clock, signal?: AbortSignal): () => Promise<boolean> {
  let left = WAIT_MS / EVERY_MS;
  return async () => {
    if (left === 0) return false;
    left -= 1;
    await clock.sleep(EVERY_MS, signal);
    return true;
  };
}

/** What to say when that was not long enough. */
export function busy(error: Error, { doing }: Doing): UserError {
  return new UserError(
    `Could not ${doing}: for ${WAIT_MS / 1000} s another operation was in progress there. AWS said ${error.name}: ${error.message}`,
    {
      hint: 'Look what else changes the function, its alias or its provisioned concurrency, and run the job again when that is done.',
      cause: error,
    },
  );
}
