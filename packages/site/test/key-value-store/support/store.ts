import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { withGivenEndpoint } from '../../../src/index.ts';

export const ARN = 'arn:aws:cloudfront::123456789012:key-value-store/0a1b2c3d-0000-4000-8000-000000000001';

/** A request as it goes out. */
export interface Sent {
  readonly operation: 'DescribeKeyValueStore' | 'GetKey' | 'PutKey';
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What comes back; a status of 0 is a connection that breaks off. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly error?: string;
  readonly etag?: string;
}

/** A client whose requests are answered here: what is proved is what goes over the wire. */
export function storeAnsweredBy(answer: (sent: Sent) => Reply): {
  readonly client: CloudFrontKeyValueStoreClient;
  readonly sent: Sent[];
} {
  const sent: Sent[] = [];
  const requestHandler = {
    async handle(request: {
      method: string;
      path: string;
      hostname: string;
      port?: number;
      headers: Record<string, string>;
      body?: unknown;
    }) {
      const isKey = request.path.includes('/keys/');
      const operation = request.method === 'PUT' ? 'PutKey' : isKey ? 'GetKey' : 'DescribeKeyValueStore';
      const { hostname, port, headers } = request;
      const one: Sent = { operation, host: `${hostname}:${port ?? ''}`, headers, body: textOf(request.body) };
      sent.push(one);
      const { status, body = {}, error, etag } = answer(one);
      if (status === 0) throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
      return {
        response: {
          statusCode: status,
          headers: { ...(etag && { etag }), ...(error && { 'x-amzn-errortype': error }) },
          body: Buffer.from(JSON.stringify(error ? { Message: 'The request failed.' } : body)),
        },
      };
    },
  };
  const client = new CloudFrontKeyValueStoreClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: requestHandler as never,
  });
  return { client: withGivenEndpoint(client), sent };
}

/** A store as the data plane has it; `meanwhile` happens right before a write arrives. */
export function store(meanwhile: readonly ((state: State) => Reply | undefined)[] = []) {
  const state: State = { values: new Map(), etag: 1 };
  const left = [...meanwhile];
  const answer = ({ operation, headers, body }: Sent): Reply => {
    const etag = `KV${state.etag}`;
    if (operation === 'DescribeKeyValueStore')
      return {
        status: 200,
        etag,
        body: { KvsARN: ARN, ItemCount: state.values.size, TotalSizeInBytes: 1, Created: 1, ...state.described },
      };
    if (operation === 'GetKey') {
      const value = state.values.get('release');
      if (value === undefined) return { status: 404, error: 'ResourceNotFoundException' };
      return { status: 200, body: { Key: 'release', Value: value, ItemCount: 1, TotalSizeInBytes: 1 } };
    }
    const reply = left.shift()?.(state);
    if (reply?.status) return reply;
    if (headers['if-match'] !== `KV${state.etag}`) return { status: 409, error: 'ConflictException' };
    state.values.set('release', (JSON.parse(body) as { readonly Value: string }).Value);
    state.etag += 1;
    return reply ?? { status: 200, etag: `KV${state.etag}`, body: { ItemCount: 1, TotalSizeInBytes: 1 } };
  };
  return { state, ...storeAnsweredBy(answer) };
}

/** What a store holds. */
export interface State {
  readonly values: Map<string, string>;
  etag: number;
  /** What else a description says, such as a status. */
  described?: Readonly<Record<string, string>>;
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}
