import { type Clock, inParallel } from '@actions-aws/action';
import { type Patience, patient } from '@actions-aws/aws';
import type { S3Client } from '@aws-sdk/client-s3';
import { committedIn } from './committed.ts';
import { keyOf, manifestKeyOf, prefixOf, RELEASE_FILE } from './names.ts';
import type { Releases } from './releases.ts';
import { isShared, SHARED_PREFIX, sharedKeyOf } from './shared.ts';
import { type Bucket, storedIn } from './stored.ts';

/** How many objects are asked for at the same time, where they are not listed. */
const HEADS_AT_ONCE = 32;

const never = new AbortController().signal;

/** {@link Releases} in S3. */
export function awsReleases(client: S3Client, clock: Clock, patience: Patience, bucket: Bucket): Releases {
  const stored = storedIn(patient(client, patience, clock), clock, patience, bucket);
  const { read, commit, extend } = committedIn(stored);

  /**
   * What is shared only grows, and is of all releases: it is listed for as long as that takes no more time than to ask for each path, and the
   * rest is asked for.
   */
  const sharedSizes = async (paths: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    if (paths.length === 0) return new Map();
    const pages = Math.max(2, Math.ceil(paths.length / HEADS_AT_ONCE));
    const { sizes, upTo } = await stored.list(SHARED_PREFIX, pages);
    const known = paths.flatMap((path): [string, number][] => {
      const size = sizes.get(path);
      return size === undefined ? [] : [[path, size]];
    });
    // S3 lists by the bytes of UTF-8.
    const left = paths.filter((path) => upTo !== undefined && Buffer.compare(Buffer.from(path), Buffer.from(upTo)) > 0);
    const limits = { most: HEADS_AT_ONCE, signal: patience.signal ?? never };
    const asked = await inParallel(left, limits, async (path): Promise<[string, number][]> => {
      const size = await stored.size(sharedKeyOf(path));
      return size === undefined ? [] : [[path, size]];
    });
    return new Map([...known, ...asked.flat()]);
  };

  return {
    read,
    commit,
    extend,
    create: stored.create,
    compare: stored.compare,
    copy: stored.copy,
    sizes: async (id) => (await stored.list(prefixOf(id))).sizes,
    sharedSizes,
    async missing(manifest) {
      const all = [...manifest.files, ...manifest.carried];
      const inShared = all.filter(({ path }) => isShared(manifest, path));
      const [{ sizes: own }, shared] = await Promise.all([
        stored.list(prefixOf(manifest.id)),
        sharedSizes(inShared.map(({ path }) => path)),
      ]);
      const lacking = all.filter(({ path, size }) => (isShared(manifest, path) ? shared : own).get(path) !== size);
      return [...lacking.map(({ path }) => path), ...(own.has(RELEASE_FILE) ? [] : [RELEASE_FILE])];
    },
  };
}

/** What is not there, as messages name it: `s3://bucket/r/0123456789abcdef/index.html`. */
export function uriOf({ name }: Bucket, id: string, path?: string): string {
  return `s3://${name}/${path === undefined ? manifestKeyOf(id) : keyOf(id, path)}`;
}
