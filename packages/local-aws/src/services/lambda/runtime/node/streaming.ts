// Responses that a handler streams, as AWS's Node runtime interface client has them
// (aws/aws-lambda-nodejs-runtime-interface-client: src/UserFunction.js, ResponseStream.js, HttpResponseStream.js, Runtime.js).
// An invocation answers with all of them at once.

import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/** A handler that streams: it gets the stream in place of the context, and the context after it. */
export type StreamingHandler = (event: unknown, stream: Writable, context: unknown) => unknown;

/** What a handler writes to, with what AWS adds to a stream of Node's. */
interface ResponseStream extends Writable {
  setContentType(type: string): void;
  /** Set by `HttpResponseStream.from`; called once, when the handler first writes. */
  _onBeforeFirstWrite?: (write: (chunk: string | Uint8Array) => void) => void;
}

/** The global that AWS's runtime gives to functions. */
export const awslambda = {
  /** Marks a handler as one that streams. */
  streamifyResponse<Handler extends object>(handler: Handler): Handler {
    return Object.assign(handler, { [STREAMING]: 'response' });
  },
  HttpResponseStream: {
    /** Puts status and headers before the body: JSON, and eight NUL bytes. */
    from(stream: ResponseStream, prelude: unknown): ResponseStream {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      stream._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(new Uint8Array(8));
      };
      return stream;
    },
  },
};

/** Whether a handler was marked by {@link awslambda}. */
export function streams(handler: object): boolean {
  return (handler as { [STREAMING]?: unknown })[STREAMING] === 'response';
}

/** One run of a handler that streams. */
interface StreamedRun {
  readonly handler: StreamingHandler;
  readonly event: unknown;
  readonly context: unknown;
  readonly warn: (text: string) => void;
}

/** Gives what the handler wrote once it has ended its stream; rejects as its promise does. */
export async function streamed({ handler, event, context, warn }: StreamedRun): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const stream = responseStream(chunks);
  const result: unknown = handler(event, stream, context);
  if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') {
    // AWS's runtime fails with a text here, not with an error.
    throw 'Streaming does not support non-async handlers.';
  }
  if ((await result) !== undefined) warn('Streaming handlers ignore return values.');
  // A stream that is never ended is waited for until the function's time is over.
  await finished(stream);
  return Buffer.concat(chunks);
}

function responseStream(chunks: Uint8Array[]): ResponseStream {
  const stream = new Writable({
    write(chunk: Uint8Array, _, done) {
      chunks.push(Uint8Array.from(chunk));
      done();
    },
  }) as ResponseStream;
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
  const end = stream.end.bind(stream) as (...given: unknown[]) => Writable;
  let begun = false;
  return Object.assign(stream, {
    setContentType() {
      if (begun) throw new Error('Cannot set content-type, too late.');
    },
    write(chunk: unknown, ...rest: unknown[]) {
      if (!begun) {
        begun = true;
        stream._onBeforeFirstWrite?.((before) => void write(before));
      }
      return write(typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk), ...rest);
    },
    // AWS's hands what it is given to the request beneath: it is sent without the prelude.
    end(last?: unknown, ...rest: unknown[]) {
      if (last !== undefined && typeof last !== 'function') chunks.push(Buffer.from(last as string));
      return end(...[last, ...rest].filter((each) => typeof each === 'function'));
    },
  });
}
