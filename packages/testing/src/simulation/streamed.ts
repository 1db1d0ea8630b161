import { BrokenOffError, type Request, type Stream } from '@actions-aws/action/http';
import type { LocalAws, Viewed, Viewing } from '@actions-aws/local-aws';
import { abortable } from './abortable.ts';

/**
 * Carries requests of HTTP clients to a local cloud in this process: without a socket, and in no time. What goes to a distribution or a load
 * balancer by its name is a viewer's.
 */
export function streamInProcess(cloud: Pick<LocalAws, 'exchange' | 'visit'>): Stream {
  return async (request, { signal }) => {
    signal.throwIfAborted();
    const { method, url, headers } = request;
    const sent = {
      method,
      url: `${url.pathname}${url.search}`,
      headers: { host: url.host, ...headers },
      body: await bytesOf(request.body),
    };
    const answer = ['.cloudfront.net', '.elb.amazonaws.com'].some((end) => url.hostname.endsWith(end))
      ? visited(cloud, { method, url: url.href, headers: sent.headers })
      : await abortable(exchanged(cloud, sent, signal), signal);
    const { status, headers: answered, body } = answer;
    return {
      status,
      headers: { ...answered },
      body: (async function* () {
        yield Buffer.from(body);
      })(),
      end() {},
    };
  };
}

async function exchanged(
  cloud: Pick<LocalAws, 'exchange'>,
  sent: Parameters<LocalAws['exchange']>[0],
  signal: AbortSignal,
): Promise<Exclude<Awaited<ReturnType<LocalAws['exchange']>>, string>> {
  let answer: Awaited<ReturnType<LocalAws['exchange']>>;
  try {
    answer = await cloud.exchange(sent, signal);
  } catch (error) {
    throw new BrokenOffError((error as Error).message, { cause: error });
  }
  if (typeof answer === 'string') throw new BrokenOffError('socket hang up');
  return answer;
}

function visited(cloud: Pick<LocalAws, 'visit'>, viewing: Viewing): Viewed {
  try {
    return cloud.visit(viewing);
  } catch (error) {
    throw new BrokenOffError((error as Error).message, { cause: error });
  }
}

async function bytesOf(body: Request['body']): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
