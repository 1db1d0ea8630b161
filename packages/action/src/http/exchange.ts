import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { proxyFor } from '../proxy.ts';
import { agentsVia } from './agents.ts';
import { isLocalName, lookupLocally } from './local-name.ts';

type Env = Readonly<Record<string, string | undefined>>;
type Agents = ReturnType<typeof agentsVia>;

/** A request as it goes out. */
export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Thrown where an answer did not come, or not whole; the cause tells why. Another try may go well. */
export class BrokenOffError extends Error {
  override readonly name: string = 'BrokenOffError';
}

/** Thrown where an answer came that is none to use. Another try would bring the same. */
export class UnusableAnswerError extends Error {
  override readonly name: string = 'UnusableAnswerError';
}

/**
 * Makes one request, and reads its answer whole. A redirect is an answer like others: where it may lead is for the caller to say.
 *
 * @throws UserError where the address of the proxy is none.
 * @throws BrokenOffError, UnusableAnswerError.
 */
export type Exchange = (
  request: Request,
  limits: {
    /** The longest body that is read, in bytes. */
    readonly bytes: number;
    /** How long request and answer may take together. Milliseconds. */
    readonly ms: number;
    /** Ends it at once, by its reason. */
    readonly signal: AbortSignal;
  },
) => Promise<Answer>;

/**
 * {@link Exchange} over Node's HTTP clients, through the proxies that `env` names. Not by `fetch`: that knows of proxies only
 * what was said when Node started (https://nodejs.org/docs/latest-v24.x/api/cli.html#node_use_env_proxy1), and it would
 * follow redirects and unpack bodies on its own, while digests are of bytes as they come.
 */
export function exchangeOver(env: Env): Exchange {
  const agents = new Map<string | undefined, Agents>();
  const agentsOf = (url: URL): Agents => {
    const proxy = proxyFor(url, env);
    const found = agents.get(proxy) ?? agentsVia(proxy);
    agents.set(proxy, found);
    return found;
  };
  return async ({ method, url, headers, body }, { bytes, ms, signal }) => {
    signal.throwIfAborted();
    const { httpAgent, httpsAgent } = agentsOf(url);
    const ended = new AbortController();
    const cancel = () => ended.abort();
    signal.addEventListener('abort', cancel, { once: true });
    const timer = setTimeout(cancel, ms);
    const options = {
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      signal: ended.signal,
      ...(isLocalName(url.hostname) && { lookup: lookupLocally }),
    };
    try {
      const sent =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: httpsAgent })
          : httpRequest(url, { ...options, agent: httpAgent });
      return await wholeAnswer(await answerTo(sent, body), bytes);
    } catch (error) {
      signal.throwIfAborted();
      if (ended.signal.aborted)
        throw new BrokenOffError(`no whole answer came within ${ms / 1000} s`, { cause: error });
      if (error instanceof UnusableAnswerError) throw error;
      // Of a host with several addresses, none of which answers, Node has only a code.
      const { message, code } = error as Error & { readonly code?: string };
      throw new BrokenOffError(message || code, { cause: error });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    }
  };
}

/**
 * The same answer, if its body is as it was asked for, byte for byte.
 *
 * @throws UnusableAnswerError where the server, or a proxy, packed it all the same.
 */
export function unencoded<A extends Answer>(answer: A): A {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return answer;
  throw new UnusableAnswerError(`the answer is encoded as ${encoding}, which was not asked for`);
}

function answerTo(sent: ReturnType<typeof httpRequest>, body: Request['body']): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.on('response', resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

const MB = 1024 * 1024;

async function wholeAnswer(answer: IncomingMessage, limit: number): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // An answer that ends in its middle throws.
  for await (const chunk of answer) {
    length += (chunk as Buffer).length;
    // Leaving the loop ends the connection.
    if (length > limit) throw new UnusableAnswerError(`the answer is longer than ${limit / MB} MB`);
    chunks.push(chunk as Buffer);
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
}
