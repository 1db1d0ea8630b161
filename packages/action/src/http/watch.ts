import { BrokenOffError } from './messages.ts';

/** Sees to it that a request ends: when it stands still, and when its signal is aborted. */
export interface Watch {
  /** From now on, this is how long nothing may happen. Milliseconds; without, only the signal ends it. */
  wait(ms: number | undefined): void;
  /** Nothing is waited for now. */
  stop(): void;
  /** Is called when the request is ended early. */
  onEnd(listener: () => void): void;
  /** Ends the request, also in its middle. */
  end(): void;
  /** Lets go of a request that is over. @returns whether it was not ended before. */
  release(): boolean;
  /** Why the request failed. */
  explain(error: unknown): unknown;
}

/** Begins to watch over a request. */
export function watchOver(request: { destroy(): unknown }, signal: AbortSignal): Watch {
  let timer: NodeJS.Timeout | undefined;
  let waitedMs: number | undefined;
  let until = 0;
  let stalledMs: number | undefined;
  let ended = () => {};
  let isOver = false;
  const release = () => {
    const wasGoingOn = !isOver;
    isOver = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    return wasGoingOn;
  };
  const end = () => {
    if (isOver) return;
    release();
    request.destroy();
    // Node says it only once there is a connection, for which a proxy may let us wait.
    ended();
  };
  /** A body has thousands of pieces, each of which is waited for: they share a timer, which looks how long it still is. */
  const look = () => {
    timer = undefined;
    if (waitedMs === undefined || isOver) return;
    const leftMs = until - performance.now();
    // Timers go by whole milliseconds, and may be early by one.
    if (leftMs >= 1) timer = setTimeout(look, leftMs);
    else {
      stalledMs = waitedMs;
      end();
    }
  };
  signal.addEventListener('abort', end, { once: true });
  return {
    wait(ms) {
      waitedMs = ms;
      if (ms === undefined || isOver) return;
      const before = until;
      until = performance.now() + ms;
      // One that would look too late is of no use.
      if (timer && until >= before) {
        timer.ref();
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(look, ms);
    },
    stop() {
      waitedMs = undefined;
      // It keeps no process going.
      timer?.unref();
    },
    onEnd(listener) {
      ended = listener;
    },
    end,
    release,
    explain(error) {
      if (signal.aborted) return signal.reason;
      if (error instanceof BrokenOffError) return error;
      if (stalledMs !== undefined)
        return new BrokenOffError(`nothing came within ${stalledMs / 1000} s`, { cause: error });
      // Of a host with several addresses, none of which answers, Node has only a code.
      const { message, code } = (error ?? {}) as Partial<Error> & { readonly code?: string };
      return new BrokenOffError(message || code || 'the connection was closed', { cause: error });
    },
  };
}
