/** What is needed here of a request and of an answer of the SDK, which are of no type on their way. */
interface Carried {
  body?: unknown;
}

/** A middleware, as far as it has to do with what goes over the wire. */
type Middleware = (next: (args: never) => Promise<unknown>) => (args: never) => Promise<unknown>;

/** What middlewares here need of a command: any of them fits. */
interface Sends {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { readonly step: 'build'; readonly priority: 'high'; readonly name: string },
    ): void;
    add(
      middleware: Middleware,
      options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

/** Has a command send this body instead of what the SDK made of its input. It is signed, and measured, after that. */
export function sending<C>(command: C & Sends, body: string): C {
  command.middlewareStack.add(
    (next) => async (args) => {
      (args as { request: Carried }).request.body = body;
      return next(args);
    },
    { step: 'build', priority: 'high', name: 'rawBody' },
  );
  return command;
}

/** Has a command hand over the body of its answer as it came, before the SDK reads from it what it knows. */
export function receiving<C>(command: C & Sends, take: (body: string) => void): C {
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = (await next(args)) as { response: Carried };
      const body = await bytesOf(result.response.body);
      result.response.body = body;
      take(body.toString('utf8'));
      return result;
    },
    // The nearest to the connection: what the SDK does with answers comes after it.
    { step: 'deserialize', priority: 'low', name: 'rawAnswer' },
  );
  return command;
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body instanceof Uint8Array || typeof body === 'string') return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
