import { once } from 'node:events';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { agentsVia, proxyFor } from '@actions-aws/action';

/** The addresses that users call. */
export interface Addresses {
  /**
   * Gets what is there; a redirect is an answer of its own.
   *
   * @throws when nothing answers within half a minute, or too much; the signal's reason when it aborts.
   */
  get(url: string, signal: AbortSignal): Promise<{ readonly status: number; readonly body: string }>;
}

const TIMEOUT_MS = 30_000;
/** As much as a function can answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const BODY_LIMIT = 6 * 1024 * 1024;
/** Some servers turn away who does not say who they are; these are what Node's `fetch` sends. */
const HEADERS = { accept: '*/*', 'user-agent': 'node' };

/** Addresses over HTTP, through the proxies that the runner's environment names. */
export function httpAddresses(env: Readonly<Record<string, string | undefined>>): Addresses {
  return {
    async get(text, given) {
      const url = new URL(text);
      const signal = AbortSignal.any([given, AbortSignal.timeout(TIMEOUT_MS)]);
      const { httpAgent, httpsAgent } = agentsVia(proxyFor(url, env));
      const options = { signal, headers: HEADERS };
      const request =
        url.protocol === 'https:'
          ? getHttps(url, { ...options, agent: httpsAgent })
          : getHttp(url, { ...options, agent: httpAgent });
      // The answer fails as well, and is awaited.
      request.on('error', () => {});
      try {
        const [response]: IncomingMessage[] = await once(request, 'response');
        if (!response) throw new Error('nothing came');
        return { status: response.statusCode ?? 0, body: await bodyOf(response) };
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        request.destroy();
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}

/** The body of an answer; an endless one would fill the memory before its time is up. */
async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error(`the body is longer than ${BODY_LIMIT / 1024 / 1024} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
