import type { Clock, UserError, UserErrorOptions } from '@actions-aws/action';
import { isTransient } from './errors.ts';
import { type Patience, type PatientClient, patient } from './patience.ts';
import { UnsentError } from './unless.ts';

/**
 * A client for the look at what a write has come to whose answer was lost: on that depends what users meet, so that an outage is
 * waited out for `reserveMs`, also where the run itself would not. `client` is what the run uses, made of `given` with its patience.
 */
export function clientInDoubt<C extends PatientClient>(
  { given, client }: { readonly given: C; readonly client: C },
  patience: Patience | undefined,
  clock: Clock,
  reserveMs: number,
): C {
  if (!patience || patience.waitsOut === 'outages') return client;
  return patient(given, { waitsOut: 'outages', until: clock.now() + reserveMs }, clock);
}

/**
 * Looks after a write that failed: AWS may have done what it never answered.
 *
 * @throws why it was given up, where it was never sent; what `told` makes of the failure, where the look fails as well; and `Uncertain`
 *   with the same words where the failure leaves open whether the write was done: then nothing can tell what is there.
 */
export async function lookAfter<Found>(
  failure: unknown,
  how: {
    look(): Promise<Found>;
    told(failure: unknown): Error;
    readonly Uncertain: new (message: string, options: UserErrorOptions) => UserError;
  },
): Promise<Found> {
  if (failure instanceof UnsentError) throw failure.reason;
  try {
    return await how.look();
  } catch (unreadable) {
    const error = how.told(failure);
    if (!isTransient(failure)) throw error;
    const { message, hint } = error as UserError;
    throw new how.Uncertain(message, { cause: unreadable, ...(hint && { hint }) });
  }
}
