import { type Answer, type Exchange, exchangeOver, UnusableAnswerError, unencoded } from '@actions-aws/action/http';

/** How long a request and its whole answer may take, in milliseconds. GitHub itself gives up after ten seconds. */
const LONGEST_MS = 60_000;
/** The same where something is sent: 13 MB take a minute at 2 Mbit/s. */
const LONGEST_SENT_MS = 300_000;
/** Far more than a tree's 7 MB, the most that GitHub documents: https://docs.github.com/en/rest/git/trees#get-a-tree */
const LONGEST_BYTES = 64 * 1024 * 1024;
/** https://fetch.spec.whatwg.org/#http-redirect-fetch */
const MOST_REDIRECTS = 20;

/**
 * `fetch` for requests with a method and a text, through the proxies that `env` names. An answer comes whole, or it is an error: the client over this
 * takes one that was cut off for an empty one.
 *
 * "Clients should assume any response may be a redirection", as of a repository that was renamed
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects); they are followed
 * within one server, so that the token never goes to another.
 */
export function fetchOver(env: Readonly<Record<string, string | undefined>>): typeof fetch {
  const exchange = exchangeOver(env);
  return async (target, { headers, signal, method, body } = {}) => {
    const isSent = method === 'POST';
    const request = {
      method: isSent ? ('POST' as const) : ('GET' as const),
      url: new URL(String(target)),
      headers: Object.fromEntries(new Headers(headers)),
      ...(isSent && typeof body === 'string' && { body }),
    };
    const ms = isSent ? LONGEST_SENT_MS : LONGEST_MS;
    const limits = { bytes: LONGEST_BYTES, ms, signal: signal ?? new AbortController().signal };
    return responseOf(await follow(exchange, request, limits));
  };
}

/** A request is repeated as it was, also a POST: "should be repeated verbatim to the URI specified in the Location header". */
async function follow(
  exchange: Exchange,
  request: Parameters<Exchange>[0],
  limits: Parameters<Exchange>[1],
): Promise<Answer> {
  let { url } = request;
  for (let redirects = 0; ; redirects += 1) {
    const answer = unencoded(await exchange({ ...request, url }, limits));
    const { location } = answer.headers;
    if (![301, 302, 307, 308].includes(answer.status) || location === undefined) return answer;
    if (!URL.canParse(location, url.href)) throw new UnusableAnswerError('the answer leads to what is no address');
    const next = new URL(location, url);
    if (next.origin !== url.origin) throw new UnusableAnswerError(`the answer leads to another server, ${next.origin}`);
    if (redirects === MOST_REDIRECTS)
      throw new UnusableAnswerError('the answer leads from one address to the next without end');
    url = next;
  }
}

function responseOf({ status, headers, body }: Answer): Response {
  const flat = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  // The body of a 204 has to be none.
  return new Response(status === 204 || status === 304 ? null : new Uint8Array(body), { status, headers: flat });
}
