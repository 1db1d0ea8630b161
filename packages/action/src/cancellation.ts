import process from 'node:process';

/** Why `run.signal` aborted. */
export class Cancelled extends Error {
  override readonly name: string = 'Cancelled';

  constructor(cause: string) {
    super(`The run was cancelled (${cause}).`);
  }
}

/** Why something stopped: the signal's reason where it was given up for that, else what was thrown. */
export function reasonOf(thrown: unknown, signal: AbortSignal): unknown {
  return wasGivenUp(thrown, signal) ? signal.reason : thrown;
}

/**
 * Whether something was thrown because the signal aborted, and not for a reason of its own. A request that was given the
 * signal fails with an `AbortError`, which an adapter may have put into words.
 */
export function wasGivenUp(thrown: unknown, { aborted, reason }: AbortSignal): boolean {
  if (!aborted) return false;
  for (let link = thrown, steps = 0; steps < 10; steps += 1) {
    if (link === reason) return true;
    if (!(link instanceof Error)) return false;
    if (link.name === 'AbortError') return true;
    link = link.cause;
  }
  return false;
}

// The runner sends SIGINT, SIGTERM 7.5 s later, and kills after another 2.5 s; on Windows Ctrl+C, then Ctrl+Break.
// https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
const signals = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/** The process being asked to stop. */
export interface Cancellation {
  readonly signal: AbortSignal;
  /** Aborts for another reason. */
  abort(reason: unknown): void;
  /** From here on the process dies of a signal as any other. */
  stopListening(): void;
}

/** A signal that aborts with `Cancelled` when the process is asked to stop; asking again changes nothing. */
export function cancellation(): Cancellation {
  const controller = new AbortController();
  const listeners = signals.map((name) => {
    const listener = () => controller.abort(new Cancelled(name));
    process.on(name, listener);
    return () => process.off(name, listener);
  });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    stopListening() {
      for (const stop of listeners) stop();
    },
  };
}
