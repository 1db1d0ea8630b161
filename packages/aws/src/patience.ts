import type { Clock } from '@actions-aws/action';
import { isOfClock, isThrottled, mayPass } from './errors.ts';
import { type Sends, UnsentError } from './unless.ts';

/** How long calls are tried again that fail, though they may go well later. It is counted in time, not in attempts. */
export interface Patience {
  /**
   * What is waited out: that AWS is too busy for this account (`throttling`), or also that it fails, or does not answer
   * (`outages`). A failure that is not waited out gets {@link QUICK_ATTEMPTS}.
   */
  readonly waitsOut: 'throttling' | 'outages';
  /** No other attempt begins after that. Milliseconds since the epoch. */
  readonly until: number;
  /** Ends it at once, also in the middle of a pause. What is on its way is not torn. */
  readonly signal?: AbortSignal;
  /** Throttling that is not waited out all the same. */
  except?(error: unknown): boolean;
  /** Is told when a call is waited for, in a sentence for the log. */
  tell?(line: string): void;
}

/** How often a call is made that fails in a way that is not waited out, such as by a lost connection. */
export const QUICK_ATTEMPTS = 5;

/** The pause before the second attempt; it doubles. Milliseconds, as of the SDK's own retries, but without chance. */
const FIRST_PAUSE_MS = 50;
/** The pause between two attempts, once the first ones have failed; and from the start where AWS is too busy. */
const PAUSE_MS = 1_000;
/** How often it is told that a call is waited for, in milliseconds. */
const TELL_MS = 30_000;

/**
 * A client whose calls have this patience; it shares all else with the one it is made of. The SDK's own retries are none:
 * they end after a number of attempts, however much time is left, and a signal does not end their pauses.
 *
 * A write may be repeated that was done, and whose answer was lost: it has to name the state that it expects. `attempts` is 1
 * for what must not run twice, such as an invocation: then nothing is repeated but what AWS was too busy to begin.
 */
export function patient<C extends PatientClient>(
  client: C,
  patience: Patience,
  clock: Clock,
  attempts = QUICK_ATTEMPTS,
): C {
  const send = (command: Sends, options?: { readonly abortSignal?: AbortSignal }, ...more: never[]) => {
    const signals = [patience.signal, options?.abortSignal].filter((signal) => signal !== undefined);
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const { signal: _, ...rest } = patience;
    const own = { ...rest, ...(signal && { signal }) };
    return client.send(repeated(command, own, clock, attempts) as never, options as never, ...more);
  };
  return Object.create(client, { send: { value: send } }) as C;
}

/** What is needed here of an SDK client: any of them fits. */
export interface PatientClient {
  send(command: never, ...more: never[]): unknown;
}

function repeated<C extends Sends>(command: C, patience: Patience, clock: Clock, attempts: number): C {
  command.middlewareStack.add(
    (next, context) => async (request) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      const pauses = pausesOf(patience, attempts);
      let told = clock.now();
      let inDoubt: unknown;
      for (;;) {
        try {
          return await next(request);
        } catch (error) {
          // An attempt before this one may have been done.
          if (error instanceof UnsentError) throw inDoubt ?? error;
          if (!isThrottled(error) && !isRead(operation)) inDoubt = error;
          const pauseMs = pauses(error, clock.now());
          if (pauseMs === undefined) throw error;
          if (clock.now() - told >= TELL_MS) {
            told = clock.now();
            patience.tell?.(`${operation} is tried again, for AWS still says ${wordsOf(error)}.`);
          }
          await clock.sleep(pauseMs, patience.signal).catch((thrown: unknown) => {
            throw patience.signal?.aborted ? (inDoubt ?? new UnsentError(patience.signal.reason)) : thrown;
          });
        }
      }
    },
    // Outside of all that makes and signs a request: each attempt is signed by what the credentials and the clock are then.
    { step: 'initialize', priority: 'high', name: 'patience' },
  );
  return command;
}

/** How long to pause after each failure; `undefined` once there is no other attempt. */
function pausesOf({ waitsOut, until, except }: Patience, attempts: number) {
  let failed = 0;
  return (error: unknown, now: number): number | undefined => {
    failed += 1;
    const throttled = isThrottled(error) && !except?.(error);
    const quickMs = FIRST_PAUSE_MS * 2 ** (failed - 1);
    if (throttled || (waitsOut === 'outages' && attempts > 1 && mayPass(error) && !isOfClock(error))) {
      const pauseMs = throttled ? PAUSE_MS : Math.min(PAUSE_MS, quickMs);
      return now + pauseMs > until ? undefined : pauseMs;
    }
    return mayPass(error) && !isThrottled(error) && failed < attempts ? quickMs : undefined;
  };
}

function isRead(operation: string): boolean {
  return /^(Get|List|Head|Describe)/.test(operation);
}

function wordsOf(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message.replace(/\.$/, '')}`;
}
