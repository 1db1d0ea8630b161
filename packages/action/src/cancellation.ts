import process from 'node:process';

/** Why `run.signal` aborted. */
export class Cancelled extends Error {
  override readonly name: string = 'Cancelled';

  constructor(cause: string) {
    super(`The run was cancelled (${cause}).`);
  }
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
