import type { Clock } from '@actions-aws/action';
import { errorName, explained, type Patience } from '@actions-aws/aws';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { copySourceOf } from './encodings.ts';
import { base64Of, sha256OfObject, withSigned } from './hashes.ts';
import type { FileHeaders } from './manifest.ts';
import type { Releases, Written } from './releases.ts';

/** A bucket, and the account that has to own it: else a name that was given up could be another's by now. */
export interface Bucket {
  readonly name: string;
  /** Twelve digits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
  readonly owner?: string;
}

/** The objects of a bucket, as far as releases need them. */
export interface Stored extends Pick<Releases, 'create' | 'compare' | 'copy'> {
  get(key: string): Promise<{ readonly text: string; readonly etag: string } | undefined>;
  /** Writes over exactly what the ETag names; `false` where something else is there by now. */
  replace(key: string, bytes: Uint8Array, headers: FileHeaders, etag: string): Promise<boolean>;
  /** Sizes by what follows the prefix, a thousand a page; with `upTo`, the last one that was listed, where more follow than were asked for. */
  list(prefix: string, mostPages?: number): Promise<Listed>;
  /** In bytes; `undefined` where nothing is there. */
  size(key: string): Promise<number | undefined>;
  uriOf(key: string): string;
}

/** Objects below a prefix. */
export interface Listed {
  readonly sizes: ReadonlyMap<string, number>;
  readonly upTo: string | undefined;
}

/** What says in an object's metadata for which release it was written. */
const OF_RELEASE = 'release';

/** How often an object is read whose bytes stop coming: what streams out of a request is not tried again with it. */
const READS = 3;

/** Between two attempts of a write that met another one of the same key. Milliseconds. */
const CONFLICT_PAUSE_MS = 200;

/** How long an upload may take: a minute, and what its bytes need on a line of half a megabit a second. Milliseconds. */
function uploadTimeoutMs(size: number): number {
  return 60_000 + size / 64;
}

/** {@link Stored} over the SDK. `client` tries again what fails; see `patient`. */
export function storedIn(client: S3Client, clock: Clock, patience: Patience, { name, owner }: Bucket): Stored {
  const uriOf = (key: string) => `s3://${name}/${key}`;
  const at = (key: string) => ({ Bucket: name, Key: key, ...(owner && { ExpectedBucketOwner: owner }) });

  /**
   * Sends a write with a condition; `false` where the condition does not hold. 409 says that another write of the same key is
   * under way, and which of them will be there is not decided: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  const conditional = async (send: () => Promise<unknown>): Promise<boolean> => {
    for (;;) {
      try {
        await send();
        return true;
      } catch (error) {
        if (errorName(error) === 'PreconditionFailed') return false;
        const isRacing = errorName(error) === 'ConditionalRequestConflict';
        if (!isRacing || clock.now() + CONFLICT_PAUSE_MS > patience.until) throw error;
        await clock.sleep(CONFLICT_PAUSE_MS, patience.signal);
      }
    }
  };

  const headOf = (key: string) =>
    explained(client.send(new HeadObjectCommand({ ...at(key), ChecksumMode: 'ENABLED' })).catch(unlessGone), {
      doing: `look at ${uriOf(key)}`,
      action: 's3:GetObject',
    });

  /** What is under a key already, compared with what was meant for it. */
  const compared = async (
    key: string,
    { sha256, size }: { readonly sha256: string; readonly size: number },
  ): Promise<Exclude<Written, 'created'> | undefined> => {
    const head = await headOf(key);
    if (!head) return undefined;
    const found = head.ContentLength === size ? await sha256OfObject(client, at(key), head) : '';
    if (found === sha256) return 'same';
    const whose = head.Metadata?.[OF_RELEASE];
    return {
      differs: whose ? `release ${whose} wrote other bytes there` : 'other bytes are there, which no release wrote',
    };
  };

  /** Makes an object where none is, however often one that was there goes away meanwhile. */
  const create = async (
    key: string,
    file: { readonly sha256: string; readonly size: number },
    doing: string,
    send: () => Promise<unknown>,
  ): Promise<Written> => {
    for (let round = 0; round < READS; round += 1) {
      if (await explained(conditional(send), { doing, action: 's3:PutObject' })) return 'created';
      const found = await compared(key, file);
      if (found) return found;
    }
    throw new Error(`Could not ${doing}: something removes the object again and again.`);
  };

  return {
    uriOf,

    compare: async (key, file) => (await compared(key, file)) ?? 'gone',

    async size(key) {
      const head = await headOf(key);
      return head && (head.ContentLength ?? 0);
    },

    create(key, content, file, release) {
      const put = () => {
        const input = {
          ...at(key),
          ...headersOf(file.headers),
          // Of a stream each attempt opens its own.
          Body: typeof content === 'function' ? new Uint8Array() : content,
          ContentLength: file.size,
          ChecksumSHA256: base64Of(file.sha256),
          IfNoneMatch: '*',
          ...ofRelease(key, release),
        };
        const command = withSigned(new PutObjectCommand(input), file.sha256, content);
        return client.send(command, { requestTimeout: uploadTimeoutMs(file.size) });
      };
      return create(key, file, `write ${uriOf(key)}`, put);
    },

    async copy(fromKey, toKey, file) {
      const CopySource = copySourceOf(name, fromKey);
      const source = owner ? { ExpectedSourceBucketOwner: owner } : {};
      // The source's tags would need a permission of their own.
      const input = { ...at(toKey), ...source, CopySource, IfNoneMatch: '*', TaggingDirective: 'REPLACE' } as const;
      let copied: string | undefined;
      const send = async () => {
        const { CopyObjectResult } = await client.send(new CopyObjectCommand(input));
        copied = CopyObjectResult?.ChecksumSHA256;
      };
      try {
        const written = await create(toKey, file, `copy ${uriOf(fromKey)} to ${uriOf(toKey)}`, send);
        if (written !== 'created' || copied === base64Of(file.sha256)) return written;
        return (await compared(toKey, file)) ?? 'gone';
      } catch (error) {
        if (isGone(error) || (error instanceof Error && isGone(error.cause))) return 'gone';
        throw error;
      }
    },

    async replace(key, bytes, headers, etag) {
      const input = { ...at(key), ...headersOf(headers), Body: bytes, IfMatch: etag, ...ofRelease(key) };
      const doing = { doing: `write ${uriOf(key)}`, action: 's3:PutObject' };
      return explained(conditional(() => client.send(new PutObjectCommand(input))).catch(unlessMissing), doing);
    },

    async get(key) {
      const doing = { doing: `read ${uriOf(key)}`, action: 's3:GetObject` and `s3:ListBucket' };
      for (let reads = 1; ; reads += 1) {
        const object = await explained(client.send(new GetObjectCommand(at(key))).catch(unlessGone), doing);
        if (!object) return undefined;
        try {
          return { text: (await object.Body?.transformToString('utf8')) ?? '', etag: object.ETag ?? '' };
        } catch (error) {
          if (reads === READS || patience.signal?.aborted) return explained(Promise.reject(error), doing);
        }
      }
    },

    async list(prefix, mostPages = Number.POSITIVE_INFINITY) {
      const sizes = new Map<string, number>();
      let ContinuationToken: string | undefined;
      let upTo: string | undefined;
      let pages = 0;
      do {
        const page = await explained(
          client.send(
            new ListObjectsV2Command({
              Bucket: name,
              Prefix: prefix,
              ...(owner && { ExpectedBucketOwner: owner }),
              ...(ContinuationToken && { ContinuationToken }),
            }),
          ),
          { doing: `list ${uriOf(prefix)}`, action: 's3:ListBucket' },
        );
        for (const { Key = '', Size = 0 } of page.Contents ?? []) {
          upTo = Key.slice(prefix.length);
          sizes.set(upTo, Size);
        }
        ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
        pages += 1;
      } while (ContinuationToken !== undefined && pages < mostPages);
      return { sizes, upTo: ContinuationToken === undefined ? undefined : upTo };
    },
  };
}

function headersOf(headers: FileHeaders) {
  const {
    'content-encoding': ContentEncoding,
    'content-disposition': ContentDisposition,
    'content-language': ContentLanguage,
  } = headers;
  return {
    ContentType: headers['content-type'],
    CacheControl: headers['cache-control'],
    ...(ContentEncoding && { ContentEncoding }),
    ...(ContentDisposition && { ContentDisposition }),
    ...(ContentLanguage && { ContentLanguage }),
  };
}

function ofRelease(key: string, given?: string) {
  const id = given ?? /^r\/([0-9a-f]{16})[/.]/.exec(key)?.[1];
  return id ? { Metadata: { [OF_RELEASE]: id } } : {};
}

function isGone(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound'].includes(errorName(error));
}

function unlessGone(error: unknown): undefined {
  if (isGone(error)) return undefined;
  throw error;
}

/** If-Match on what is not there any more: something else is there by now, which is nothing. */
function unlessMissing(error: unknown): false {
  if (isGone(error)) return false;
  throw error;
}
