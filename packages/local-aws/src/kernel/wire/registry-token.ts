import { createHash } from 'node:crypto';
import { type Signature, signatureOf } from './signature.ts';

/** Whom a registry's token stands for, and whose registry it opens. */
export interface Holder {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  /** Account and Region of the registry. */
  readonly registryAccount: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What tells a request of OCI's API from others; names of headers in lower case. */
interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** Whether a request is one of OCI's distribution API: below `/v2`, and not signed as AWS's own are. */
export function isOfRegistry({ path, headers, query }: Asked): boolean {
  return /^\/v2(\/|$)/.test(path) && signatureOf({ headers, query }) === undefined;
}

/**
 * ECR's authorization token: base64 of `AWS:<password>`, where the password is opaque to clients
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html). Here it says all that it stands
 * for, so that nothing has to be kept.
 */
export function tokenOf(holder: Holder): string {
  const payload = Buffer.from(JSON.stringify(holder)).toString('base64url');
  return Buffer.from(`AWS:${payload}.${sealOf(payload)}`).toString('base64');
}

/** Who sends a request, by its Basic credentials; undefined when they are not of a token of ours. */
export function holderOf(headers: Asked['headers']): Signature | undefined {
  const basic = /^basic +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const [, payload = '', seal] =
    /^AWS:([\w-]+)\.([0-9a-f]+)$/.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? [];
  if (payload === '' || seal !== sealOf(payload)) return undefined;
  const holder = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Holder;
  return { ...holder, sessionToken: holder.sessionToken, service: 'ecr', signedAt: undefined };
}

/** Against a token that was made up by mistake; it keeps no secret. */
function sealOf(payload: string): string {
  return createHash('sha256').update(`registry token ${payload}`).digest('hex');
}
