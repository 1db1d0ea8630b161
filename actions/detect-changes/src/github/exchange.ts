import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { agentsVia, proxyFor } from '@actions-aws/action';

type Env = Readonly<Record<string, string | undefined>>;

/** How long a request and its whole answer may take, in milliseconds. GitHub itself gives up after ten seconds. */
const LONGEST_MS = 60_000;
/** https://fetch.spec.whatwg.org/#http-redirect-fetch */
const MOST_REDIRECTS = 20;

/**
 * `fetch` for GET requests, through the proxies that `env` names: Node's own knows only those that were there when it started
 * (https://nodejs.org/docs/latest-v24.x/api/cli.html#node_use_env_proxy1). An answer comes whole, or it is an error: the client
 * over this takes one that was cut off for an empty one.
 *
 * "Clients should assume any response may be a redirection", as of a repository that was renamed
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects); they are followed
 * within one server, so that the token never goes to another.
 */
export function fetchOver(env: Env): typeof fetch {
  return async (target, { headers, signal } = {}) => {
    let url = new URL(String(target));
    const given = Object.fromEntries(new Headers(headers));
    for (let redirects = 0; ; redirects += 1) {
      const { answer, body } = await exchange(url, given, env, signal ?? undefined);
      const { statusCode = 0, headers: received } = answer;
      const { location } = received;
      if (![301, 302, 307, 308].includes(statusCode) || location === undefined) {
        const flat = Object.entries(received).map(([name, value]): [string, string] => [name, String(value)]);
        // The body of a 204 has to be none.
        return new Response(statusCode === 204 || statusCode === 304 ? null : body, {
          status: statusCode,
          headers: flat,
        });
      }
      const next = new URL(location, url);
      if (next.origin !== url.origin) throw new Error(`it leads to another server, ${next.origin}`);
      if (redirects === MOST_REDIRECTS) throw new Error('it leads from one address to the next without an end');
      url = next;
    }
  };
}

async function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  env: Env,
  signal: AbortSignal | undefined,
) {
  const { httpAgent, httpsAgent } = agentsOf(proxyFor(url, env));
  const longest = AbortSignal.timeout(LONGEST_MS);
  const options = {
    headers: { ...headers, 'accept-encoding': 'identity' },
    signal: signal ? AbortSignal.any([signal, longest]) : longest,
  };
  const isSecure = url.protocol === 'https:';
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = isSecure
      ? secure(url, { ...options, agent: httpsAgent }, resolve)
      : plain(url, { ...options, agent: httpAgent }, resolve);
    sent.on('error', reject);
    sent.end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  if (!answer.complete) throw new Error('the answer ended in its middle');
  return { answer, body: Buffer.concat(chunks) };
}

const agents = new Map<string | undefined, ReturnType<typeof agentsVia>>();

function agentsOf(proxy: string | undefined): ReturnType<typeof agentsVia> {
  const found = agents.get(proxy) ?? agentsVia(proxy);
  agents.set(proxy, found);
  return found;
}
