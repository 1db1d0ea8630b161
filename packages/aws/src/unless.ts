/** A request that was given up before it went out, or after AWS had refused it as one too many: nothing of it was done. */
export class UnsentError extends Error {
  override readonly name: string = 'UnsentError';
  /** Why it was given up. Not its cause: by the causes of an error the SDK decides whether to try again. */
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('The request was given up before AWS did anything.');
    this.reason = reason;
  }
}

/** What the middlewares of one request tell one another. */
export interface SendContext {
  readonly commandName?: string;
  /** Aborts when the request need not be sent any more; gone once an attempt of it is on its way. */
  giveUp?: AbortSignal | undefined;
}

/** A middleware, as far as it has to do with what others know of the request. */
type Middleware = (
  next: (request: never) => Promise<unknown>,
  context: SendContext,
) => (request: never) => Promise<unknown>;

/** What middlewares here need of an SDK client or command: any of them fits. */
export interface Sends {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void;
    add(
      middleware: Middleware,
      options: { readonly step: 'finalizeRequest'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

/**
 * Keeps a request from being sent once the signal has aborted, by an {@link UnsentError}; it may abort while the request
 * waits for its turn. Unlike the SDK's own `abortSignal` it never tears one that is on its way, of which nobody could tell
 * what became.
 */
export function unless<C>(command: C & Sends, signal: AbortSignal | undefined): C {
  if (!signal) return command;
  command.middlewareStack.add(
    (next, context) => {
      context.giveUp = signal;
      return async (request) => {
        if (context.giveUp?.aborted) throw new UnsentError(signal.reason);
        context.giveUp = undefined;
        return next(request);
      };
    },
    // A command's own middlewares come after those of its client, so this one runs when its turn has come.
    { step: 'finalizeRequest', priority: 'low', name: 'unless' },
  );
  return command;
}
