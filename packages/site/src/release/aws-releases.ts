import type { Clock } from '@actions-aws/action';
import { type Patience, patient } from '@actions-aws/aws';
import type { S3Client } from '@aws-sdk/client-s3';
import { committedIn } from './committed.ts';
import { keyOf, manifestKeyOf, prefixOf, RELEASE_FILE } from './names.ts';
import type { Releases } from './releases.ts';
import { type Bucket, storedIn } from './stored.ts';

/** {@link Releases} in S3. */
export function awsReleases(client: S3Client, clock: Clock, patience: Patience, bucket: Bucket): Releases {
  const stored = storedIn(patient(client, patience, clock), clock, patience, bucket);
  const { read, commit, extend } = committedIn(stored);
  return {
    read,
    commit,
    extend,
    create: stored.create,
    compare: stored.compare,
    copy: stored.copy,
    sizes: (id) => stored.list(prefixOf(id)),
    async missing(manifest) {
      const sizes = await stored.list(prefixOf(manifest.id));
      const named = [...manifest.files, ...manifest.carried].filter(({ path, size }) => sizes.get(path) !== size);
      return [...named.map(({ path }) => path), ...(sizes.has(RELEASE_FILE) ? [] : [RELEASE_FILE])];
    },
  };
}

/** What is not there, as messages name it: `s3://bucket/r/0123456789abcdef/index.html`. */
export function uriOf({ name }: Bucket, id: string, path?: string): string {
  return `s3://${name}/${path === undefined ? manifestKeyOf(id) : keyOf(id, path)}`;
}
