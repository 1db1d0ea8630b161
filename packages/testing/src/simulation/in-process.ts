import { Readable } from 'node:stream';
import type { LocalAws } from '@actions-aws/local-aws';
import { buildQueryString, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { abortable } from './abortable.ts';

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
      const answer = await (signal ? abortable(answering, signal, requestAborted) : answering);
      // What Node's own handler throws when the other side hangs up.
      if (typeof answer === 'string')
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
      const { status, headers: answered, body: bytes } = answer;
      // Of what is read as a stream clients take only one of Node's, which S3 alone has; for all else bytes are faster.
      const isObject = method === 'GET' && (headers.authorization ?? '').includes('/s3/aws4_request');
      const content = isObject ? Readable.from([bytes], { objectMode: false }) : bytes;
      return { response: new HttpResponse({ statusCode: status, headers: { ...answered }, body: content }) };
    },
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  // As the wire has them: the SDK's own bytes of JSON stand in for a text too, and warn who takes them for one.
  if (body instanceof Uint8Array) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  throw new Error('A request in this process has a body of text or bytes; a stream belongs on the wire.');
}

function requestAborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}
