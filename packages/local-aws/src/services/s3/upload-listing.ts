import type * as sdk from '@aws-sdk/client-s3';
import type { Operation } from '../../kernel/service.ts';
import { ownerId } from './bucket-operations.ts';
import { bucketOf, onBucket, onObject } from './buckets.ts';
import { shown } from './checksums.ts';
import { invalidArgument } from './errors.ts';
import { compare, spelling } from './listing.ts';
import type { S3State, Upload } from './state.ts';
import { resource, uploadOf } from './uploads.ts';

/** Recorded: uploads and parts are always listed with both. */
function whose(account: string) {
  const ID = ownerId(account);
  return { Owner: { ID }, Initiator: { ID, DisplayName: account } };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts: Operation<S3State, sdk.ListPartsRequest, object> = {
  takes: ['Bucket', 'Key', 'UploadId', 'MaxParts', 'PartNumberMarker', 'ExpectedBucketOwner'],
  resource,
  authorizes: (input) => [onObject('ListMultipartUploadParts', input)],
  run(call, input) {
    const { bucket, upload } = uploadOf(call, input);
    const after = Number(input.PartNumberMarker ?? 0);
    const all = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b);
    const page = all.slice(0, Math.min(input.MaxParts ?? 1000, 1000));
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.[0] ?? 0),
      MaxParts: Math.min(input.MaxParts ?? 1000, 1000),
      IsTruncated: all.length > page.length,
      ...whose(bucket.owner),
      StorageClass: upload.properties.StorageClass ?? 'STANDARD',
      ...(upload.algorithm && { ChecksumAlgorithm: upload.algorithm, ChecksumType: upload.type }),
      Parts: page.map(([number, { etag, body, modified, checksum }]) => {
        // Recorded: only where the upload has an algorithm, whatever the part was sent with.
        const { ChecksumType: _, ...shownChecksum } = shown(upload.algorithm && checksum);
        return {
          PartNumber: number,
          ETag: etag,
          Size: body.length,
          LastModified: new Date(modified),
          ...shownChecksum,
        };
      }),
    };
  },
};

const longestPage = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads: Operation<S3State, sdk.ListMultipartUploadsRequest, sdk.ListMultipartUploadsOutput> =
  {
    takes: [
      'Bucket',
      'Delimiter',
      'EncodingType',
      'KeyMarker',
      'MaxUploads',
      'Prefix',
      'UploadIdMarker',
      'ExpectedBucketOwner',
    ],
    resource: ({ Bucket = '' }) => Bucket,
    authorizes: (input) => [onBucket('ListBucketMultipartUploads', input)],
    run(call, input) {
      const bucket = bucketOf(call, input);
      const { Prefix = '', Delimiter, KeyMarker = '', UploadIdMarker = '', EncodingType, MaxUploads } = input;
      if (MaxUploads !== undefined && !(Number.isInteger(MaxUploads) && MaxUploads >= 0)) {
        const message = 'Argument max-uploads must be an integer between 0 and 2147483647';
        throw invalidArgument(message, 'max-uploads', String(MaxUploads));
      }
      const max = Math.min(MaxUploads ?? longestPage, longestPage);
      const spell = spelling(EncodingType);
      const all = grouped([...bucket.uploads.values()].sort(byKeyAndTime), Prefix, Delimiter);
      const rest = all.slice(all.findLastIndex((each) => isPast(each, KeyMarker, UploadIdMarker)) + 1);
      const page = rest.slice(0, max);
      const last = page.flatMap(({ upload }) => (upload ? [upload] : [])).at(-1);
      return {
        Bucket: bucket.name,
        ...(Prefix !== '' && { Prefix: spell(Prefix) }),
        ...(Delimiter && { Delimiter: spell(Delimiter) }),
        ...(EncodingType && { EncodingType }),
        KeyMarker: spell(KeyMarker),
        UploadIdMarker: KeyMarker === '' ? '' : UploadIdMarker,
        // Recorded: those of the last upload, also on the last page; a common prefix is never a marker.
        NextKeyMarker: spell(last?.key ?? ''),
        NextUploadIdMarker: last?.id ?? '',
        MaxUploads: max,
        IsTruncated: rest.length > page.length,
        Uploads: page.flatMap(({ upload }) => (upload ? [listed(upload, spell, bucket.owner)] : [])),
        CommonPrefixes: page.flatMap(({ name, upload }) => (upload ? [] : [{ Prefix: spell(name) }])),
      };
    },
  };

function byKeyAndTime(a: Upload, b: Upload): number {
  return compare(a.key, b.key) || a.initiated - b.initiated;
}

/** An upload, or a common prefix of several. */
interface Entry {
  readonly name: string;
  readonly upload: Upload | undefined;
}

function grouped(uploads: readonly Upload[], prefix: string, delimiter: string | undefined): readonly Entry[] {
  const entries: Entry[] = [];
  for (const upload of uploads.filter(({ key }) => key.startsWith(prefix))) {
    const cut = delimiter ? upload.key.indexOf(delimiter, prefix.length) : -1;
    if (cut < 0) entries.push({ name: upload.key, upload });
    else {
      const name = upload.key.slice(0, cut + delimiter!.length);
      if (entries.at(-1)?.name !== name) entries.push({ name, upload: undefined });
    }
  }
  return entries;
}

/** "only uploads with a key greater than the key-marker", and with an upload-id-marker those after it of the same key. */
function isPast({ name, upload }: Entry, keyMarker: string, uploadIdMarker: string): boolean {
  const order = compare(name, keyMarker);
  return keyMarker !== '' && (order < 0 || (order === 0 && (uploadIdMarker === '' || upload?.id === uploadIdMarker)));
}

function listed(
  { key, id, initiated, algorithm, type, properties }: Upload,
  spell: (key: string) => string,
  owner: string,
) {
  return {
    Key: spell(key),
    UploadId: id,
    Initiated: new Date(initiated),
    StorageClass: (properties.StorageClass ?? 'STANDARD') as 'STANDARD',
    ...whose(owner),
    ...(algorithm && { ChecksumAlgorithm: algorithm as 'CRC32', ChecksumType: type }),
  };
}
