import { CloudFrontClient } from '@aws-sdk/client-cloudfront';

/** A request as it goes out. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What comes back; a status of 0 is a connection that breaks off. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly etag?: string;
  /** By their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of the SDK whose requests are answered here: what is proved is what goes over the wire. */
export function clientAnsweredBy(answer: (sent: Sent) => Reply): {
  readonly client: CloudFrontClient;
  readonly sent: Sent[];
} {
  return answeredBy(CloudFrontClient, answer);
}

/** The same of a client of any service. */
export function answeredBy<Client>(
  Client: new (settings: never) => Client,
  answer: (sent: Sent) => Reply,
): { readonly client: Client; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const client = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { method: string; path: string; headers: Record<string, string>; body?: unknown }) {
        const one = {
          method: request.method,
          path: request.path,
          headers: request.headers,
          body: String(request.body ?? ''),
        };
        sent.push(one);
        const { status, body, etag, headers } = answer(one);
        if (status === 0) throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
        return {
          response: { statusCode: status, headers: { ...headers, ...(etag && { etag }) }, body: Buffer.from(body) },
        };
      },
    },
  } as never);
  return { client, sent };
}

/** An error as CloudFront writes it. */
export function errorReply(status: number, code: string): Reply {
  return {
    status,
    body: `<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>The request failed.</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}
