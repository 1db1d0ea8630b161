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
  signal.addEventListener('abort', end, { once: true });
  return {
    wait(ms) {
      clearTimeout(timer);
      if (ms === undefined || isOver) return;
      timer = setTimeout(() => {
        stalledMs = ms;
        end();
      }, ms);
    },
    stop: () => clearTimeout(timer),
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
