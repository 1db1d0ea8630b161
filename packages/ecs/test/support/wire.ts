import type { Clock } from '@actions-aws/action';
import { ECSClient } from '@aws-sdk/client-ecs';
import type { JsonObject } from '../../src/index.ts';

/** A request as it goes out. */
export interface Sent {
  /** Such as `UpdateService`. */
  readonly operation: string;
  readonly body: JsonObject;
}

/** What comes back: an answer, an error by its name, or a connection that breaks off. */
export type Reply = JsonObject | { readonly error: string; readonly message?: string } | 'lost';

/** A client of the SDK whose requests are answered here: what is proved is what goes over the wire. */
export function clientAnsweredBy(answer: (sent: Sent, made: number) => Reply): {
  readonly client: ECSClient;
  readonly sent: Sent[];
} {
  const sent: Sent[] = [];
  const client = new ECSClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: Uint8Array | string }) {
        const operation = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
        const one = { operation, body: JSON.parse(textOf(request.body)) as JsonObject };
        const made = sent.filter((earlier) => earlier.operation === operation).length;
        sent.push(one);
        const reply = answer(one, made);
        if (reply === 'lost') throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
        const isError = typeof reply.error === 'string';
        const body = isError ? { __type: reply.error, message: reply.message ?? 'It was refused.' } : reply;
        return {
          response: {
            statusCode: isError ? 400 : 200,
            headers: { 'content-type': 'application/x-amz-json-1.1' },
            body: Buffer.from(JSON.stringify(body)),
          },
        };
      },
    } as never,
  });
  return { client, sent };
}

/** A clock that has slept as soon as it is told to. */
export function quickClock(): Clock {
  let now = 1_767_225_600_000;
  return {
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

/** The SDK hands over text or bytes, and bytes of a kind of its own. */
function textOf(body: Uint8Array | string): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
