import { type BundleStep, type EndedBundle, startBundle } from '@actions-aws/testing';

/** A step that has ended, and from its process's start to its end how long it took. */
export type TimedStep = EndedBundle & { readonly wallMs: number };

/** Twenty functions, one after the other, on a busy machine. */
const KILL_AFTER_MS = 600_000;

/** Runs an action's bundle, ours or a peer's, as a runner runs it, on the Node that runs this; ends it when the signal aborts. */
export async function runStep(step: BundleStep, signal: AbortSignal): Promise<TimedStep> {
  signal.throwIfAborted();
  const running = startBundle({ killAfter: KILL_AFTER_MS, ...step });
  const stop = () => void running.kill('SIGKILL').catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  try {
    const ended = await running.ended;
    const wallMs = performance.now() - running.startedAt;
    signal.throwIfAborted();
    return { ...ended, wallMs };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
