import type * as sdk from '@aws-sdk/client-s3';
import type { Operation } from '../../kernel/service.ts';
import { ownerId } from './bucket-operations.ts';
import { bucketOf, currentOf, onBucket } from './buckets.ts';
import { invalidArgument } from './errors.ts';
import type { Bucket, S3State, Version } from './state.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: Operation<S3State, sdk.ListObjectsV2Request, sdk.ListObjectsV2Output> = {
  takes: [
    'Bucket',
    'Delimiter',
    'EncodingType',
    'MaxKeys',
    'Prefix',
    'ContinuationToken',
    'FetchOwner',
    'StartAfter',
    'ExpectedBucketOwner',
  ],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('ListBucket', input)],
  run(call, input) {
    const bucket = bucketOf(call, input);
    const { Prefix = '', Delimiter, ContinuationToken, StartAfter, MaxKeys = 1000, EncodingType } = input;
    // The token outweighs StartAfter.
    const after = ContinuationToken === undefined ? (StartAfter ?? '') : parseToken(ContinuationToken);
    const page = walk(bucket, { prefix: Prefix, delimiter: Delimiter, after, max: limit(MaxKeys) });
    const spell = spelling(EncodingType);
    return {
      Name: bucket.name,
      Prefix: spell(Prefix),
      ...(Delimiter && { Delimiter: spell(Delimiter) }),
      ...(EncodingType && { EncodingType }),
      ...(StartAfter !== undefined && ContinuationToken === undefined && { StartAfter: spell(StartAfter) }),
      ...(ContinuationToken !== undefined && { ContinuationToken }),
      MaxKeys: limit(MaxKeys),
      KeyCount: page.versions.length + page.prefixes.length,
      IsTruncated: page.next !== undefined,
      ...(page.next !== undefined && { NextContinuationToken: token(page.next) }),
      Contents: page.versions.map((version) => listed(version, spell, input.FetchOwner ? bucket.owner : undefined)),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: spell(prefix) })),
    };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects: Operation<S3State, sdk.ListObjectsRequest, sdk.ListObjectsOutput> = {
  takes: ['Bucket', 'Delimiter', 'EncodingType', 'Marker', 'MaxKeys', 'Prefix', 'ExpectedBucketOwner'],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('ListBucket', input)],
  run(call, input) {
    const bucket = bucketOf(call, input);
    const { Prefix = '', Delimiter, Marker = '', MaxKeys = 1000, EncodingType } = input;
    const page = walk(bucket, { prefix: Prefix, delimiter: Delimiter, after: Marker, max: limit(MaxKeys) });
    const spell = spelling(EncodingType);
    return {
      Name: bucket.name,
      Prefix: spell(Prefix),
      Marker: spell(Marker),
      ...(Delimiter && { Delimiter: spell(Delimiter) }),
      ...(EncodingType && { EncodingType }),
      MaxKeys: limit(MaxKeys),
      IsTruncated: page.next !== undefined,
      // "This element is returned only if you have the delimiter request parameter specified."
      ...(page.next !== undefined && Delimiter && { NextMarker: spell(page.next) }),
      Contents: page.versions.map((version) => listed(version, spell, bucket.owner)),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: spell(prefix) })),
    };
  },
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions: Operation<S3State, sdk.ListObjectVersionsRequest, sdk.ListObjectVersionsOutput> = {
  takes: [
    'Bucket',
    'Delimiter',
    'EncodingType',
    'KeyMarker',
    'MaxKeys',
    'Prefix',
    'VersionIdMarker',
    'ExpectedBucketOwner',
  ],
  resource: ({ Bucket = '' }) => Bucket,
  authorizes: (input) => [onBucket('ListBucketVersions', input)],
  run(call, input) {
    const bucket = bucketOf(call, input);
    const { Prefix = '', Delimiter, KeyMarker = '', VersionIdMarker, MaxKeys = 1000, EncodingType } = input;
    if (VersionIdMarker !== undefined && KeyMarker === '') {
      throw invalidArgument(
        'A version-id marker cannot be specified without a key marker.',
        'version-id-marker',
        VersionIdMarker,
      );
    }
    const after = KeyMarker;
    const page = walk(bucket, {
      prefix: Prefix,
      delimiter: Delimiter,
      after,
      afterVersion: VersionIdMarker,
      max: limit(MaxKeys),
      all: true,
    });
    const spell = spelling(EncodingType);
    const last = page.versions.at(-1);
    const shown = page.versions.map((version) => ({
      ...listed(version, spell, bucket.owner),
      VersionId: version.versionId,
      IsLatest: currentOf(bucket, version.key) === version,
      marker: version.deleteMarker,
    }));
    return {
      Name: bucket.name,
      Prefix: spell(Prefix),
      KeyMarker: spell(KeyMarker),
      VersionIdMarker: VersionIdMarker ?? '',
      ...(Delimiter && { Delimiter: spell(Delimiter) }),
      ...(EncodingType && { EncodingType }),
      MaxKeys: limit(MaxKeys),
      IsTruncated: page.next !== undefined,
      ...(page.next !== undefined && { NextKeyMarker: spell(page.next) }),
      ...(page.next !== undefined && page.next === last?.key && { NextVersionIdMarker: last.versionId }),
      Versions: shown.filter(({ marker }) => !marker),
      DeleteMarkers: shown.filter(({ marker }) => marker),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: spell(prefix) })),
    };
  },
};

interface Walk {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Keys and common prefixes up to this one were on earlier pages. */
  readonly after: string;
  /** With `all`: the key `after` itself goes on behind this version. */
  readonly afterVersion?: string | undefined;
  readonly max: number;
  /** All versions and delete markers, not only what is current. */
  readonly all?: boolean;
}

interface Page {
  readonly versions: readonly Version[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of this page, when there are more. */
  readonly next: string | undefined;
}

function walk(bucket: Bucket, { prefix, delimiter, after, afterVersion, max, all = false }: Walk): Page {
  const versions: Version[] = [];
  const prefixes: string[] = [];
  let last = after;
  for (const key of sorted([...bucket.objects.keys()].filter((each) => each.startsWith(prefix)))) {
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter!.length);
    const name = common ?? key;
    const candidates = bucket.objects.get(key)!;
    const seen =
      afterVersion !== undefined && key === after
        ? candidates.findIndex((each) => each.versionId === afterVersion) + 1
        : 0;
    if (seen === 0 && compare(name, after) <= 0 && after !== '') continue;
    const listable = all ? candidates.slice(seen) : candidates.slice(0, 1).filter(({ deleteMarker }) => !deleteMarker);
    if (listable.length === 0 || (common !== undefined && prefixes.at(-1) === common)) continue;
    for (const version of common === undefined ? listable : listable.slice(0, 1)) {
      if (versions.length + prefixes.length >= max) return { versions, prefixes, next: max === 0 ? undefined : last };
      if (common === undefined) versions.push(version);
      else prefixes.push(common);
      last = name;
    }
  }
  return { versions, prefixes, next: undefined };
}

/** "List results are always returned in UTF-8 binary order". */
function sorted(keys: string[]): string[] {
  return keys.sort(compare);
}

/** The order in which S3 lists: that of the names' UTF-8 bytes. */
export function compare(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** At most 1,000 are returned, whatever is asked. */
function limit(maxKeys: number): number {
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys', String(maxKeys));
  }
  return Math.min(maxKeys, 1000);
}

function listed(
  version: Version,
  spell: (key: string) => string,
  owner: string | undefined,
): sdk._Object & { StorageClass: 'STANDARD' } {
  return {
    Key: spell(version.key),
    LastModified: new Date(version.modified),
    ETag: version.etag,
    Size: version.body.length,
    StorageClass: (version.properties.StorageClass ?? 'STANDARD') as 'STANDARD',
    ...(version.checksum && { ChecksumAlgorithm: [version.checksum.algorithm], ChecksumType: version.checksum.type }),
    ...(owner !== undefined && { Owner: { ID: ownerId(owner) } }),
  };
}

/** With EncodingType `url`, for keys that XML cannot hold; a slash stays, as in S3's own answers. */
export function spelling(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+');
}

const tokenPrefix = 'after:';

function token(key: string): string {
  return Buffer.from(tokenPrefix + key).toString('base64');
}

function parseToken(given: string): string {
  const text = Buffer.from(given, 'base64').toString('utf8');
  if (text.startsWith(tokenPrefix)) return text.slice(tokenPrefix.length);
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', given);
}
