import { Readable } from 'node:stream';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';

/**
 * The SDK's own carrier of requests, and one thing more: an answer that stops coming in its middle is given up after
 * `stallMs`. The SDK's `requestTimeout` ends with the first byte of the answer, and its `socketTimeout` would bound an
 * invocation as well, which is silent for as long as the function runs.
 *
 * The SDK tries such a call again, as it does with any that timed out; a body that is read as a stream, it cannot.
 */
export function patientHandler(options: NodeHttpHandlerOptions, stallMs: number): NodeHttpHandler {
  const handler = new NodeHttpHandler(options);
  const handle = handler.handle.bind(handler);
  return Object.assign(handler, {
    async handle(...given: Parameters<typeof handle>) {
      const { response } = await handle(...given);
      if (response.body instanceof Readable) {
        response.body = Readable.from(coming(response.body, stallMs), { objectMode: false });
      }
      return { response };
    },
  });
}

async function* coming(body: Readable, stallMs: number): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(chunks.next(), stallMs);
      if (next.done) return;
      yield next.value as Uint8Array;
    }
  } finally {
    body.destroy();
  }
}

async function within<Value>(coming: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stalled(ms)), ms);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Named as the SDK names what took too long, so that it tries again; the metadata keep it from adding hints of its own. */
function stalled(ms: number): Error {
  const message = `the answer stopped in its middle: nothing came for ${ms / 1000} s`;
  return Object.assign(new Error(message), { name: 'TimeoutError', $metadata: {} });
}
