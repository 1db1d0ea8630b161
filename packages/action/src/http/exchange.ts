import { type Answer, BrokenOffError, type Request, type StreamedAnswer, UnusableAnswerError } from './messages.ts';
import { type Stream, streamOver } from './stream.ts';

type Env = Readonly<Record<string, string | undefined>>;

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

/** {@link Exchange} over Node's HTTP clients, through the proxies that `env` names. */
export function exchangeOver(env: Env): Exchange {
  return exchangeBy(streamOver(env));
}

/** {@link Exchange} by the connections of a {@link Stream}. */
export function exchangeBy(stream: Stream): Exchange {
  return async (request, { bytes, ms, signal }) => {
    signal.throwIfAborted();
    const ended = new AbortController();
    const cancel = () => ended.abort(signal.reason);
    signal.addEventListener('abort', cancel, { once: true });
    const late = () => ended.abort(new BrokenOffError(`no whole answer came within ${ms / 1000} s`));
    const timer = setTimeout(late, ms);
    try {
      return await wholeAnswer(await stream(request, { signal: ended.signal }), bytes);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    }
  };
}

const MB = 1024 * 1024;

/**
 * Reads an answer to its end.
 *
 * @throws BrokenOffError where it does not come whole, UnusableAnswerError where it has more than so many bytes.
 */
export async function wholeAnswer(
  { status, headers, body, areLent = false }: StreamedAnswer,
  limit: number,
): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > limit) throw new UnusableAnswerError(`the answer is longer than ${limit / MB} MB`);
    chunks.push(areLent ? Buffer.from(chunk) : chunk);
  }
  return { status, headers, body: Buffer.concat(chunks) };
}

/**
 * The same answer, if its body is as it was asked for, byte for byte.
 *
 * @throws UnusableAnswerError where the server, or a proxy, packed it all the same.
 */
export function unencoded<A extends Pick<Answer, 'headers'>>(answer: A): A {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return answer;
  throw new UnusableAnswerError(`the answer is encoded as ${encoding}, which was not asked for`);
}
