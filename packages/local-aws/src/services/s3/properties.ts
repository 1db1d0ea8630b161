import { AwsError } from '../../kernel/errors.ts';
import { notImplemented } from './errors.ts';
import type { Properties, Version } from './state.ts';

/** What a writing request says of the object. */
export interface PropertyInput {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly StorageClass?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly ACL?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
}

/** The members that {@link propertiesOf} reads, of the input or as headers. */
export const propertyMembers = [
  'ACL',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWriteACP',
  'Metadata',
  'ServerSideEncryption',
  'StorageClass',
  'WebsiteRedirectLocation',
] as const;

const longestMetadata = 2048;

/** Reads them; `Expires` is kept as it was sent. Throws what S3 throws, and a 501 for what would be silently lost. */
export function propertiesOf(input: PropertyInput, headers: Readonly<Record<string, string>>): Properties {
  const { Metadata = {}, ServerSideEncryption = 'AES256' } = input;
  if (ServerSideEncryption !== 'AES256') throw notImplemented(`ServerSideEncryption ${ServerSideEncryption}`);
  assertNoAcl(input.ACL, headers);
  const size = Object.entries(Metadata).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  // "The user-defined metadata is limited to 2 KB": https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
  if (size > longestMetadata) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new AwsError('MetadataTooLarge', 400, message, { Size: size, MaxSizeAllowed: longestMetadata });
  }
  const given = {
    CacheControl: input.CacheControl,
    ContentDisposition: input.ContentDisposition,
    ContentEncoding: input.ContentEncoding,
    ContentLanguage: input.ContentLanguage,
    ContentType: input.ContentType,
    Expires: headers.expires,
    WebsiteRedirectLocation: input.WebsiteRedirectLocation,
    StorageClass: input.StorageClass,
    Metadata: Object.keys(Metadata).length > 0 ? Metadata : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** ACLs are off in a new bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
function assertNoAcl(acl: string | undefined, headers: Readonly<Record<string, string>>): void {
  const grants = Object.keys(headers).some((name) => name.startsWith('x-amz-grant-'));
  if (!grants && (acl === undefined || acl === 'bucket-owner-full-control')) return;
  throw new AwsError('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');
}

/** As members of the answer to a GET or HEAD. */
export function shownProperties({ properties }: Version): object {
  const { Expires, StorageClass, ...rest } = properties;
  return {
    ...rest,
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html: the default when no type is sent.
    ContentType: properties.ContentType ?? 'binary/octet-stream',
    ...(Expires !== undefined && expiresDate(Expires)),
    // "Amazon S3 returns this header for all objects except for S3 Standard storage class objects."
    ...(StorageClass !== undefined && StorageClass !== 'STANDARD' && { StorageClass }),
  };
}

/** S3 keeps whatever was sent; what is no date cannot be answered by the model, and is left out. */
function expiresDate(text: string): { Expires?: Date } {
  const time = Date.parse(text);
  return Number.isNaN(time) ? {} : { Expires: new Date(time) };
}

/** Keys are at most 1,024 bytes long: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function assertKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= 1024) return;
  throw new AwsError('KeyTooLongError', 400, 'Your key is too long', { Size: size, MaxSizeAllowed: 1024 });
}
