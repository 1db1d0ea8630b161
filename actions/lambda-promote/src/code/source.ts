import type { S3Client } from '@aws-sdk/client-s3';
import { withinDeadline } from '../deadline.ts';
import type { Source } from '../plan/state.ts';
import type { Surroundings } from '../ports.ts';
import { type ArtifactBucket, type Package, packageFrom, packageInS3, s3Uri as uriOf } from './package.ts';

/** Where the code of a function comes from, as the workflow says it; nothing for `$LATEST` as it is. */
export interface GivenSource {
  readonly zip?: string | undefined;
  readonly s3Uri?: string | undefined;
  readonly version?: string | undefined;
  readonly fromAlias?: string | undefined;
}

/** Finds out what is to be promoted, and the code itself where it is new. */
export type Sources = (given: GivenSource) => Promise<{ readonly source: Source; readonly code?: Package }>;

/**
 * Reads each zip, directory and object once, however many functions have their code from it. What is not in S3 yet goes
 * there first if a bucket is given.
 */
export function sources(
  s3: S3Client,
  where: Pick<Surroundings, 'clock' | 'signal' | 'budget' | 'log'> & {
    readonly env: Readonly<Record<string, string | undefined>>;
  },
  bucket?: ArtifactBucket,
): Sources {
  const workspace = where.env.GITHUB_WORKSPACE || process.cwd();
  const packages = new Map<string, Promise<Package>>();
  const once = (name: string, read: () => Promise<Package>) => {
    const found = packages.get(name) ?? read();
    packages.set(name, found);
    return found;
  };
  return async (given) => {
    const { zip, s3Uri } = given;
    if (zip !== undefined)
      return packaged(await once(zip, () => packageFrom(zip, { workspace, log: where.log, bucket })));
    if (s3Uri !== undefined) {
      const time = `${s3Uri} was still being read`;
      const read = () => withinDeadline(where, time, (signal) => packageInS3(s3, s3Uri, signal));
      return packaged(await once(s3Uri, read));
    }
    if (given.version !== undefined) return { source: { kind: 'version', version: given.version } };
    if (given.fromAlias !== undefined) return { source: { kind: 'alias', alias: given.fromAlias } };
    return { source: { kind: 'latest' } };
  };
}

function packaged(code: Package): { readonly source: Source; readonly code: Package } {
  const { codeSha256, artifact } = code;
  return { source: { kind: 'package', codeSha256, ...(artifact && { keepAt: uriOf(artifact) }) }, code };
}
