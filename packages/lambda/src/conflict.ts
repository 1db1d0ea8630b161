import { type Clock, UserError } from '@actions-aws/action';
import { type Doing, errorName, type Patience } from '@actions-aws/aws';

/** How long another operation on an alias is waited for where no users wait for the write, and how often its end is asked for, in milliseconds. */
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

/** A wait for another operation on an alias. */
export interface Turn {
  /** Waits a little; resolves to `false` when that has been long enough, and rejects at once when the signal aborts. */
  comes(): Promise<boolean>;
  /** How long it has been, in whole seconds. */
  waited(): number;
}

/** Waits until users may not be kept waiting any more: as long as outages are waited out, or else half a minute. */
export function turn(clock: Clock, patience: Patience | undefined, signal = patience?.signal): Turn {
  const began = clock.now();
  const until = patience?.waitsOut === 'outages' ? patience.until : began + WAIT_MS;
  return {
    async comes() {
      if (clock.now() + EVERY_MS > until) return false;
      await clock.sleep(EVERY_MS, signal);
      return true;
    },
    waited: () => Math.round((clock.now() - began) / 1000),
  };
}

/** What to say when that was not long enough. */
export function busy(error: Error, { doing }: Doing, waited: number): UserError {
  return new UserError(
    `Could not ${doing}: for ${waited} s another operation was in progress there. AWS said ${error.name}: ${error.message}`,
    {
      hint: 'Look what else changes the function, its alias or its provisioned concurrency, and run the job again when that is done.',
      cause: error,
    },
  );
}
