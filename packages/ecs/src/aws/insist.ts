import type { Clock, UserErrorOptions } from '@actions-aws/action';
import { UserError } from '@actions-aws/action';
import { type Doing, explain, isTransient, lookAfter, type Patience, UnsentError } from '@actions-aws/aws';

/** Thrown where a write failed and the service could not be read after it: nothing tells what it does. */
export class UncertainServiceError extends UserError {
  override readonly name: string = 'UncertainServiceError';
  override readonly code: string = 'pointer-unreadable';

  constructor(message: string, options: UserErrorOptions) {
    super(message, options);
  }
}

/** How often a write is made whose failure is not waited out, with a look between. */
const ATTEMPTS = 3;
/** Between a look and the next attempt, in milliseconds. */
const PAUSE_MS = 1_000;

/** A write that ECS takes without a condition, and the look that tells whether it has. */
export interface Write<Value> {
  readonly doing: Doing;
  /** Makes the call once: nothing repeats it unseen, for a reply may be lost. */
  send(): Promise<Value>;
  /** Looks for what a failed call has come to; `undefined` where it was not taken. */
  look(failure: unknown): Promise<Value | undefined>;
  /** Whether a failure of this kind says that nothing was taken: then no look is needed. By default a refusal does. */
  isRefusal?(failure: unknown): boolean;
  /** Whether a refusal may pass that the look cannot explain: then the call is made {@link ATTEMPTS} times. By default none does. */
  mayPass?(failure: unknown): boolean;
}

/** How long what a call has come to is looked for, in milliseconds. AWS does not say that it is shown at once, and gives no figure. */
const SHOWN_WITHIN_MS = 5_000;
const LOOK_MS = 1_000;

/** What a write is made with: how patient it is, and by which clock. */
interface Means {
  readonly patience: Patience | undefined;
  readonly clock: Clock;
}

/** Looks until something is found; `undefined` where nothing is within some seconds. */
export async function lookUntil<Found>(
  find: () => Promise<Found | undefined>,
  { patience, clock }: Means,
): Promise<Found | undefined> {
  const until = clock.now() + SHOWN_WITHIN_MS;
  for (;;) {
    const found = await find();
    if (found !== undefined || clock.now() + LOOK_MS > until) return found;
    await clock.sleep(LOOK_MS, patience?.signal);
  }
}

/** Makes a write until it is taken: after each failure comes a look, and only what was not taken is sent again. */
export async function insist<Value>(
  {
    doing,
    send,
    look,
    isRefusal = (failure) => failure instanceof UnsentError || !isTransient(failure),
    mayPass = () => false,
  }: Write<Value>,
  { patience, clock }: Means,
): Promise<Value> {
  for (let made = 1; ; made += 1) {
    let failure: unknown;
    try {
      return await send();
    } catch (error) {
      failure = error;
    }
    if (isRefusal(failure)) throw explain(failure, doing);
    const told = (error: unknown) => explain(error, doing);
    const found = await lookAfter(failure, { look: () => look(failure), told, Uncertain: UncertainServiceError });
    if (found !== undefined) return found;
    const isWaitedOut = patience?.waitsOut === 'outages' && clock.now() + PAUSE_MS <= patience.until;
    const isAgain = isTransient(failure) ? isWaitedOut || made < ATTEMPTS : mayPass(failure) && made < ATTEMPTS;
    if (!isAgain) throw explain(failure, doing);
    await clock.sleep(PAUSE_MS, patience?.signal);
  }
}
