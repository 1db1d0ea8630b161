import { createHash } from 'node:crypto';
import type { JournalEntry } from '@actions-aws/local-aws';
import { GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { SiteWorld } from './world.ts';

/** A release as its manifest has it, as far as users can tell. */
export interface Release {
  readonly id: string;
  readonly files: readonly ReleasedFile[];
}

/** A file of it. */
export interface ReleasedFile {
  readonly path: string;
  readonly sha256: string;
  readonly hashed: boolean;
}

/** From when on a pointer named which release; `undefined` for a path that is no release's. */
export interface Named {
  readonly since: number;
  readonly release: string | undefined;
}

/** All releases of a world that were finished, by their ids. */
export async function releasesOf({ s3, bucket }: SiteWorld): Promise<ReadonlyMap<string, Release>> {
  const found = new Map<string, Release>();
  let token: string | undefined;
  do {
    const asked = { Bucket: bucket, Prefix: 'r/', Delimiter: '/', ContinuationToken: token };
    const { Contents = [], NextContinuationToken } = await s3.send(new ListObjectsV2Command(asked));
    for (const { Key = '' } of Contents) {
      if (!/^r\/[0-9a-f]{16}\.json$/.test(Key)) continue;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const release = JSON.parse((await Body?.transformToString()) ?? '') as Release;
      found.set(release.id, release);
    }
    token = NextContinuationToken;
  } while (token !== undefined);
  return found;
}

/** The release that a distribution's pointer names now. */
export async function releaseOf(world: SiteWorld, id: string): Promise<string | undefined> {
  return (await pointerOf(world, id)).release;
}

/** What a distribution's pointer holds: the release that it names, and its comment. */
export async function pointerOf(
  { cloudfront }: SiteWorld,
  id: string,
): Promise<{ readonly release: string | undefined; readonly comment: string }> {
  const { DistributionConfig } = await cloudfront.send(new GetDistributionConfigCommand({ Id: id }));
  return { release: namedBy(DistributionConfig), comment: DistributionConfig?.Comment ?? '' };
}

/** What the writes in a journal had a distribution's pointer name, in their order. */
export function namedIn(journal: readonly JournalEntry[], id: string): readonly Named[] {
  return journal
    .filter(({ operation, resource }) => operation === 'UpdateDistribution' && resource.endsWith(`/${id}`))
    .flatMap(({ effectAt, input }) => {
      if (effectAt === undefined) return [];
      return [
        { since: effectAt, release: namedBy((input as { readonly DistributionConfig?: Config }).DistributionConfig) },
      ];
    })
    .sort((a, b) => a.since - b.since);
}

interface Config {
  readonly DefaultCacheBehavior?: { readonly TargetOriginId?: string | undefined } | undefined;
  readonly Origins?:
    | {
        readonly Items?:
          | readonly { readonly Id?: string | undefined; readonly OriginPath?: string | undefined }[]
          | undefined;
      }
    | undefined;
}

function namedBy(config: Config | undefined): string | undefined {
  const target = config?.DefaultCacheBehavior?.TargetOriginId;
  const origin = config?.Origins?.Items?.find(({ Id }) => Id === target);
  return /^\/r\/([0-9a-f]{16})$/.exec(origin?.OriginPath ?? '')?.[1];
}

/** In lower-case hexadecimal digits. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
