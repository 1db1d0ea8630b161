import { Readable } from 'node:stream';
import { proxyFor } from '@actions-aws/action';
import { agentsVia } from '@actions-aws/action/http';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

/**
 * The SDK's own carrier of requests, and two things more: requests go through the proxies that `env` names, which the SDK
 * knows nothing of (https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-proxies.html); and an answer that stops coming in its middle is given up after
 * `stallMs`. The SDK's `requestTimeout` ends with the first byte of the answer, and its `socketTimeout` would bound an
 * invocation as well, which is silent for as long as the function runs. Nor does its `abortSignal` reach that far: here it
 * ends the answer, too.
 *
 * The SDK tries such a call again, as it does with any that timed out; a body that is read as a stream, it cannot.
 */
export function patientHandler(
  options: NodeHttpHandlerOptions,
  stallMs: number,
  env: Readonly<Record<string, string | undefined>>,
): NodeHttpHandler {
  const handler = new NodeHttpHandler(options);
  const handle = handler.handle.bind(handler);
  const destroy = handler.destroy.bind(handler);
  const proxied = new Map<string, NodeHttpHandler>();
  const via = (proxy: string) => {
    const found = proxied.get(proxy) ?? new NodeHttpHandler({ ...options, ...agentsVia(proxy) });
    proxied.set(proxy, found);
    return found;
  };
  return Object.assign(handler, {
    async handle(...given: Parameters<typeof handle>) {
      const proxy = proxyFor(given[0], env);
      const { response } = await (proxy ? via(proxy).handle(...given) : handle(...given));
      const signal = given[1]?.abortSignal as AbortSignal | undefined;
      if (response.body instanceof Readable) {
        response.body = Readable.from(coming(response.body, stallMs, signal), { objectMode: false });
      }
      return { response };
    },
    destroy() {
      destroy();
      for (const one of proxied.values()) one.destroy();
    },
  });
}

async function* coming(body: Readable, stallMs: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(chunks.next(), stallMs, signal);
      if (next.done) return;
      yield next.value as Uint8Array;
    }
  } finally {
    body.destroy();
  }
}

async function within<Value>(coming: Promise<Value>, ms: number, signal?: AbortSignal): Promise<Value> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(stalled(ms)), ms);
  const giveUp = () => reject(aborted());
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  try {
    return await Promise.race([coming, ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Named as the SDK names it before an answer comes. */
function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError', $metadata: {} });
}

/** Named as the SDK names what took too long, so that it tries again; the metadata keep it from adding hints of its own. */
function stalled(ms: number): Error {
  const message = `the answer stopped in its middle: nothing came for ${ms / 1000} s`;
  return Object.assign(new Error(message), { name: 'TimeoutError', $metadata: {} });
}
