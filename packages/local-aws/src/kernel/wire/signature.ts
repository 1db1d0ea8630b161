/** What a request says of who signed it. The signature itself is not verified: no secret is known here. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  /** Name of the service in the credential scope. */
  readonly service: string;
  readonly sessionToken: string | undefined;
  /** For a presigned URL: when it ends, in milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
  /** Otherwise: when it was made, in milliseconds since the epoch, if it says so. */
  readonly signedAt: number | undefined;
  /** Whose registry is asked, where that is not the signer's own: the account of a registry's token. */
  readonly registryAccount?: string;
}

// Without a region it is one of Signature Version 4A: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
const scope = /^([^/]+)\/(\d{8})(?:\/([^/]*))?\/([^/]+)\/aws4_request$/;

/**
 * Reads the SigV4 signature of a request, from its header or its query; undefined when there is none that can be read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function signatureOf({
  headers,
  query,
}: {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}): Signature | undefined {
  const header = /^AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256) (.*)$/.exec(headers.authorization ?? '')?.[1];
  if (header !== undefined) {
    const credential = /(?:^|[,\s])Credential=([^,\s]+)/.exec(header)?.[1];
    const signed = /Signature=[0-9a-f]+/i.test(header) && /SignedHeaders=/.test(header);
    const signedAt = dateOf(headers['x-amz-date'] ?? null) ?? (Date.parse(headers.date ?? '') || undefined);
    return signed ? parse(credential, headers['x-amz-security-token'], undefined, signedAt) : undefined;
  }
  if (query.get('X-Amz-Signature') === null) return versionTwo(query);
  const expiresAt = presignedUntil(query.get('X-Amz-Date'), query.get('X-Amz-Expires'));
  return parse(query.get('X-Amz-Credential') ?? undefined, query.get('X-Amz-Security-Token') ?? undefined, expiresAt);
}

/**
 * The presigned URLs that boto3 still makes for us-east-1, without a scope; S3 takes them in its oldest regions only.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationQueryStringAuth
 */
function versionTwo(query: URLSearchParams): Signature | undefined {
  const [accessKeyId, expires] = [query.get('AWSAccessKeyId'), query.get('Expires')];
  if (accessKeyId === null || expires === null || !query.has('Signature')) return undefined;
  const sessionToken = query.get('x-amz-security-token') ?? undefined;
  const expiresAt = Number(expires) * 1000;
  return { accessKeyId, region: 'us-east-1', service: 's3', sessionToken, expiresAt, signedAt: undefined };
}

function parse(
  credential: string | undefined,
  sessionToken: string | undefined,
  expiresAt: number | undefined,
  signedAt?: number,
) {
  const match = scope.exec(credential ?? '');
  if (!match) return undefined;
  return {
    accessKeyId: match[1]!,
    region: match[3] ?? 'us-east-1',
    service: match[4]!,
    sessionToken,
    expiresAt,
    signedAt,
  };
}

function presignedUntil(date: string | null, seconds: string | null): number | undefined {
  const signedAt = dateOf(date);
  return signedAt === undefined || seconds === null ? undefined : signedAt + Number(seconds) * 1000;
}

function dateOf(text: string | null): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
}
