import { createHash } from 'node:crypto';
import { type Signature, signatureOf } from './signature.ts';

/** Whom a registry's token stands for, and what it opens. */
export interface Holder {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  /** Account and Region of the registry. */
  readonly registryAccount: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** The one layer that it opens, where it is not the whole registry. */
  readonly digest?: string;
}

/** What tells a request of OCI's API from others; names of headers in lower case. */
interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** Where the bytes of a registry's layers are: on AWS that is S3. */
const layerPath = '/_local-aws-layers/';

/** Whether a request is one of OCI's distribution API: below `/v2`, and not signed as AWS's own are; or one for a layer. */
export function isOfRegistry({ path, headers, query }: Asked): boolean {
  return path.startsWith(layerPath) || (/^\/v2(\/|$)/.test(path) && signatureOf({ headers, query }) === undefined);
}

/**
 * ECR's authorization token: base64 of `AWS:<password>`, where the password is opaque to clients
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html). Here it says all that it stands
 * for, so that nothing has to be kept.
 */
export function tokenOf(holder: Holder): string {
  return Buffer.from(`AWS:${sealed(holder)}`).toString('base64');
}

/** Path and query of a layer, good without credentials until it expires, as a presigned link is. */
export function layerLink(holder: Holder & { readonly digest: string }): string {
  return `${layerPath}${encodeURIComponent(holder.digest)}?${new URLSearchParams({ signature: sealed(holder) })}`;
}

/** Who sends a request, by its Basic credentials or by its link; undefined when neither is of ours. */
export function holderOf({ path, headers, query }: Asked): Signature | undefined {
  if (path.startsWith(layerPath)) {
    const holder = opened(query.get('signature') ?? '');
    return holder?.digest !== undefined && path === `${layerPath}${encodeURIComponent(holder.digest)}`
      ? signatureBy(holder)
      : undefined;
  }
  const holder = holderByPassword(headers);
  return holder && holder.digest === undefined ? signatureBy(holder) : undefined;
}

function holderByPassword({ authorization = '' }: Asked['headers']): Holder | undefined {
  const basic = /^basic +(\S+) *$/i.exec(authorization)?.[1] ?? '';
  return opened(/^AWS:(.*)$/.exec(Buffer.from(basic, 'base64').toString('utf8'))?.[1] ?? '');
}

/** The session of who sends a request, by signature or by token; undefined where it is a user's own. */
export function sessionOf(headers: Asked['headers']): string | undefined {
  return headers['x-amz-security-token'] ?? holderByPassword(headers)?.sessionToken;
}

function signatureBy({ accessKeyId, sessionToken, registryAccount, region, expiresAt }: Holder): Signature {
  return { accessKeyId, sessionToken, registryAccount, region, expiresAt, service: 'ecr', signedAt: undefined };
}

function sealed(holder: Holder): string {
  const payload = Buffer.from(JSON.stringify(holder)).toString('base64url');
  return `${payload}.${sealOf(payload)}`;
}

function opened(text: string): Holder | undefined {
  const [, payload = '', seal] = /^([\w-]+)\.([0-9a-f]+)$/.exec(text) ?? [];
  if (payload === '' || seal !== sealOf(payload)) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Holder;
}

/** Against a token that was made up by mistake; it keeps no secret. */
function sealOf(payload: string): string {
  return createHash('sha256').update(`registry token ${payload}`).digest('hex');
}
