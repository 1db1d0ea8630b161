import type { LocalAws } from '@actions-aws/local-aws';
import { buildQueryString, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { StandardRetryStrategy } from '@smithy/core/retry';

/** What carries an SDK client's requests; every client takes one. */
export interface RequestHandler {
  handle(
    request: HttpRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ readonly response: HttpResponse }>;
}

/** Carries requests to a local cloud in this process: without a socket, and in no time. */
export function inProcess(cloud: Pick<LocalAws, 'exchange'>): RequestHandler {
  return {
    async handle({ method, path, query, headers, hostname, body }, { abortSignal } = {}) {
      const signal = abortSignal as AbortSignal | undefined;
      signal?.throwIfAborted();
      const asked = buildQueryString(query ?? {});
      const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const answering = cloud.exchange(
        {
          method,
          url: asked ? `${path}?${asked}` : path,
          headers: { host: hostname, ...Object.fromEntries(named) },
          body: bytesOf(body),
        },
        signal,
      );
      const answer = await (signal ? Promise.race([answering, aborted(signal)]) : answering);
      // What Node's own handler throws when the other side hangs up.
      if (typeof answer === 'string')
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
      const { status, headers: answered, body: bytes } = answer;
      return { response: new HttpResponse({ statusCode: status, headers: { ...answered }, body: bytes }) };
    },
  };
}

/**
 * How long nothing may come, before an answer and in its middle: as in the settings that all actions share. A time-out that
 * a request brings along, as that of an invocation does, is not read: it is given up after as long as any other.
 */
export const SILENCE_MS = 20_000;

/** Named as the SDK names what took too long, so that it tries again; the metadata keep it from adding hints of its own. */
export function timedOut(): Error {
  const message = `no answer, or no whole one, came within ${SILENCE_MS / 1000} s`;
  return Object.assign(new Error(message), { name: 'TimeoutError', $metadata: {} });
}

/** How long the SDK waits at first: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const FIRST_WAIT_MS = 50;
const THROTTLED_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

/**
 * Tries again what the SDK would try again, as often; the wait is on the given clock, and always the longest of those
 * between which the SDK chooses by chance. The machine's time then decides nothing.
 */
export function steppedRetries(
  attempts: number,
  clock: { sleep(ms: number): Promise<void> },
): InstanceType<typeof StandardRetryStrategy> {
  const noWait = { setDelayBase() {}, computeNextBackoffDelay: () => 0 };
  return new (class extends StandardRetryStrategy {
    constructor() {
      super({ maxAttempts: attempts, backoff: noWait });
    }

    override async refreshRetryTokenForRetry(...[token, error]: Parameters<typeof this.refresh>) {
      const next = await this.refresh(token, error);
      const first = error.errorType === 'THROTTLING' ? THROTTLED_WAIT_MS : FIRST_WAIT_MS;
      await clock.sleep(Math.min(LONGEST_WAIT_MS, first * 2 ** token.getRetryCount()));
      return next;
    }

    private refresh(...given: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>) {
      return super.refreshRetryTokenForRetry(...given);
    }
  })();
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  throw new Error('A request in this process has a body of text or bytes; a stream belongs on the wire.');
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
