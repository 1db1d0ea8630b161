import { escapeXml } from '../../../kernel/wire/xml-document.ts';
import type { S3State, Version } from '../state.ts';
import { type Asking, lets } from './policy.ts';

/** What a service of AWS gets of a bucket, as HTTP has it. */
export interface ForService {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Reads an object as the bucket's policy lets a service; without a service that signs nothing is let. Of an object that is not
 * there S3 answers 404 to those who may list the bucket, and 403 to others:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax ("Permissions")
 */
export function readForService(
  { buckets }: S3State,
  asking: Asking | undefined,
  bucketName: string,
  key: string,
): ForService {
  const bucket = buckets.get(bucketName);
  if (!bucket) return refused(404, 'NoSuchBucket', 'The specified bucket does not exist');
  const arn = `arn:aws:s3:::${bucketName}`;
  const may = (action: string, resource: string) =>
    asking !== undefined && lets(bucket.policy, asking, { action, resource });
  const version = bucket.objects.get(key)?.[0];
  const isThere = version !== undefined && !version.deleteMarker;
  if (!may('s3:GetObject', `${arn}/${key}`) || (!isThere && !may('s3:ListBucket', arn)))
    return refused(403, 'AccessDenied', 'Access Denied');
  if (!isThere) return refused(404, 'NoSuchKey', 'The specified key does not exist.');
  return { status: 200, headers: headersOf(version), body: version.body };
}

function headersOf({ properties, etag, modified }: Version): Readonly<Record<string, string>> {
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Expires, Metadata = {} } = properties;
  const given = {
    'cache-control': CacheControl,
    'content-disposition': ContentDisposition,
    'content-encoding': ContentEncoding,
    'content-language': ContentLanguage,
    expires: Expires,
  };
  return {
    'content-type': properties.ContentType ?? 'binary/octet-stream',
    etag,
    'last-modified': new Date(modified).toUTCString(),
    'x-amz-server-side-encryption': 'AES256',
    server: 'AmazonS3',
    ...Object.fromEntries(Object.entries(Metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
    ...Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}

function refused(status: number, code: string, message: string): ForService {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml', server: 'AmazonS3' }, body: Buffer.from(text) };
}
