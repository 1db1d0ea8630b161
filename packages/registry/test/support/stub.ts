import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from '@actions-aws/testing/http';

/** What a stub answers: a status, headers and a body; or anything else, done to the connection. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer }
  | ((response: ServerResponse) => void);

/** A request as it came in. */
export interface Came {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP server whose answers a test gives one by one: for what no real registry would answer. */
export interface Stub {
  /** Its `127.0.0.1:port`. */
  readonly host: string;
  readonly came: readonly Came[];
  stop(): Promise<void>;
}

/** Starts a server; `answer` also gets how many requests came before. */
export async function startStub(answer: (came: Came, before: number) => Reply): Promise<Stub> {
  const came: Came[] = [];
  const { address, stop } = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    came.push(one);
    const reply = answer(one, came.length - 1);
    if (typeof reply === 'function') reply(response);
    else response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
  });
  return { host: new URL(address).host, came, stop };
}
