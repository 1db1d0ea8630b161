import type { Clock } from '@actions-aws/action';

/** How long what has begun may go on after the workflow was cancelled, in milliseconds: the runner kills after 10 s. */
const GRACE_MS = 3_000;

/** Aborts a while after another signal: the write of a tag that has begun comes to its end. */
export function later(signal: AbortSignal, clock: Clock): AbortSignal {
  const controller = new AbortController();
  const end = () => controller.abort(signal.reason);
  const abort = () => {
    clock.sleep(GRACE_MS).then(end, end);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
