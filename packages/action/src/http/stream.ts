import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { proxyFor } from '../proxy.ts';
import { connectionsOver } from './connections.ts';
import { overLines } from './lines/exchange.ts';
import { noLines } from './lines/lines.ts';
import { isLocalName, lookupLocally } from './local-name.ts';
import type { Request, StreamedAnswer, StreamedBody } from './messages.ts';
import { type Pieces, piecesOf } from './pieces.ts';
import { type Watch, watchOver } from './watch.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How long a transfer is waited for; it takes as long as it goes on. */
export interface StreamLimits {
  /** How long nothing may come or go. Milliseconds; without, only the signal ends it. */
  readonly idleMs?: number;
  /** How long the answer may take once all was sent, where that is longer: a large body may have to be looked at. Milliseconds. */
  readonly answerMs?: number;
  /** Whether the pieces of the answer may be lent: then Node's client, which makes more of a request, stays out of it. */
  readonly mayLend?: boolean;
  /** Ends it at once, by its reason. */
  readonly signal: AbortSignal;
}

/**
 * Makes one request, and gives its answer as soon as it begins. That may be before all was sent; the rest is not sent then. A
 * redirect is an answer like others.
 *
 * @throws UserError where the address of the proxy is none.
 * @throws BrokenOffError, and what the body of the request throws, as it is.
 */
export interface Stream {
  (request: Request, limits: StreamLimits): Promise<StreamedAnswer>;
  /**
   * Connects to the server of an address ahead, for so many requests at the same time whose answers may be lent. How that ends is
   * seen by them.
   */
  prepare?(url: URL, requests: number): void;
}

/**
 * {@link Stream} over Node's HTTP clients, through the proxies that `env` names. Not by `fetch`: that knows of proxies only
 * what was said when Node started (https://nodejs.org/docs/latest-v24.x/api/cli.html#node_use_env_proxy1), and it would
 * follow redirects and unpack bodies on its own, while digests are of bytes as they come.
 */
export function streamOver(env: Env): Stream {
  const agentsOf = connectionsOver(env);
  const lines = noLines();
  const exchange = overLines(lines);
  const isDirect = (url: URL) => url.username === '' && url.password === '' && proxyFor(url, env) === undefined;
  const stream: Stream = async (request, limits) => {
    limits.signal.throwIfAborted();
    const { url, method } = request;
    if (limits.mayLend && isDirect(url)) return exchange(request, limits);
    const { httpAgent, httpsAgent } = agentsOf(url);
    const options = {
      method,
      headers: headersOf(request),
      ...(isLocalName(url.hostname) && { lookup: lookupLocally }),
    };
    const sent =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, agent: httpsAgent })
        : httpRequest(url, { ...options, agent: httpAgent });
    const watch = watchOver(sent, limits.signal);
    const answer = await answerTo(sent, request.body, watch, limits);
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: bytesOf(piecesOf(answer), sent, watch, limits.idleMs),
      end: watch.end,
    };
  };
  return Object.assign(stream, {
    prepare(url: URL, requests: number) {
      if (isDirect(url)) lines.prepare(url, requests);
    },
  });
}

function headersOf({ headers, body }: Request): Record<string, string> {
  const length = isStreamed(body) ? { 'content-length': String(body.length) } : {};
  return { ...headers, ...length, 'accept-encoding': 'identity' };
}

function answerTo(
  sent: ClientRequest,
  body: Request['body'],
  watch: Watch,
  { idleMs, answerMs = idleMs }: StreamLimits,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(error);
      watch.end();
    };
    watch.onEnd(() => reject(watch.explain(undefined)));
    sent.once('response', (answer) => {
      watch.stop();
      resolve(answer);
    });
    // Comes also after the answer, such as from a server that refuses a body and closes: the answer counts.
    sent.on('error', (error) => fail(watch.explain(error)));
    if (!isStreamed(body)) {
      sent.end(body);
      watch.wait(answerMs);
      return;
    }
    send(sent, body, watch, idleMs).then((isWhole) => isWhole && watch.wait(answerMs), fail);
  });
}

/** Sends a body, as long as there is no answer yet. @returns whether all of it went out. */
async function send(sent: ClientRequest, body: StreamedBody, watch: Watch, idleMs?: number): Promise<boolean> {
  let length = 0;
  let isOver = false;
  let wake = () => {};
  const over = () => {
    isOver = true;
    wake();
  };
  sent.once('response', over).once('close', over);
  /** Writes a piece. Resolves once the system has it, or the answer is there, or the connection is gone. */
  const written = (piece: Uint8Array) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      sent.write(piece, () => resolve());
    });
  for await (const chunk of body.open()) {
    // Leaving the loop ends what the body comes from.
    if (isOver) return false;
    length += chunk.length;
    if (length > body.length) break;
    watch.wait(idleMs);
    await written(chunk);
    if (isOver) continue;
    watch.stop();
    body.sent?.(chunk);
  }
  if (isOver) return false;
  // What is too short would be waited for, and what is too long would be read as another request.
  if (length !== body.length) throw new Error(`A body of ${body.length} bytes was announced, and has another length.`);
  sent.end();
  return true;
}

async function* bytesOf(pieces: Pieces, sent: ClientRequest, watch: Watch, idleMs?: number): AsyncGenerator<Buffer> {
  let isOver = false;
  try {
    for (;;) {
      watch.wait(idleMs);
      const piece = await pieces.next();
      watch.stop();
      if (!piece) break;
      yield piece;
    }
    // The connection can be used again only where both sides have said all.
    isOver = sent.writableFinished;
  } catch (error) {
    throw watch.explain(error);
  } finally {
    if (isOver) watch.release();
    else watch.end();
  }
}

function isStreamed(body: Request['body']): body is StreamedBody {
  return typeof body === 'object' && 'open' in body;
}
