import { createHash } from 'node:crypto';
import type { JournalEntry } from '@actions-aws/local-aws';
import { GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { markIn, markInValue, type SeenMark } from './marks.ts';
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
export async function releasesOf(world: SiteWorld): Promise<ReadonlyMap<string, Release>> {
  const found = new Map<string, Release>();
  for (const id of await releaseIdsOf(world)) found.set(id, await releaseWith(world, id));
  return found;
}

/** The release of an id, which was finished. */
export async function releaseWith({ s3, bucket }: SiteWorld, id: string): Promise<Release> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `r/${id}.json` }));
  return JSON.parse((await Body?.transformToString()) ?? '') as Release;
}

/** The ids of these releases. */
export async function releaseIdsOf({ s3, bucket }: SiteWorld): Promise<readonly string[]> {
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const asked = { Bucket: bucket, Prefix: 'r/', Delimiter: '/', ContinuationToken: token };
    const { Contents = [], NextContinuationToken } = await s3.send(new ListObjectsV2Command(asked));
    for (const { Key = '' } of Contents) ids.push(...(/^r\/([0-9a-f]{16})\.json$/.exec(Key)?.slice(1) ?? []));
    token = NextContinuationToken;
  } while (token !== undefined);
  return ids;
}

/** The release that a site's pointer names now. */
export async function releaseOf(world: SiteWorld, site: 'test' | 'app'): Promise<string | undefined> {
  return (await pointerOf(world, site)).release;
}

/** What a site's pointer holds: the release that it names, and what was written with it. */
export async function pointerOf(
  world: SiteWorld,
  site: 'test' | 'app',
): Promise<{ readonly release: string | undefined; readonly mark: SeenMark }> {
  const { id, store } = world[site];
  if (store !== undefined) {
    const value = (await historyOf(world, store)).at(-1)?.items.release;
    return { release: releaseIn(value), mark: markInValue(value) };
  }
  const { DistributionConfig } = await world.cloudfront.send(new GetDistributionConfigCommand({ Id: id }));
  return { release: namedBy(DistributionConfig), mark: markIn(DistributionConfig?.Comment) };
}

/** What the writes since the journal was cleared had a site's pointer name, in their order. */
export async function namedIn(world: SiteWorld, site: 'test' | 'app'): Promise<readonly Named[]> {
  return (await writesOf(world, site)).map(({ since, release }) => ({ since, release }));
}

/** A write of a pointer. What was written with it is not told: the journal has no comments, which AWS's model calls sensitive. */
export interface PointerWrite extends Named {
  readonly accessKeyId: string;
}

/** The writes of a site's pointer since the journal was cleared, in their order. */
export async function writesOf(world: SiteWorld, site: 'test' | 'app'): Promise<readonly PointerWrite[]> {
  const { id, store } = world[site];
  const journal = await world.cloud.control.journal();
  const isWrite = ({ operation, resource }: JournalEntry) =>
    store === undefined
      ? operation === 'UpdateDistribution' && resource.endsWith(`/${id}`)
      : operation === 'PutKey' && resource === store;
  const writes = journal
    .flatMap((entry) => (entry.effectAt === undefined || !isWrite(entry) ? [] : [{ ...entry, since: entry.effectAt }]))
    .sort((a, b) => a.since - b.since);
  if (store === undefined) {
    return writes.map(({ since, accessKeyId, input }) => {
      const { DistributionConfig } = input as { readonly DistributionConfig?: Config };
      return { since, accessKeyId, release: namedBy(DistributionConfig) };
    });
  }
  // The journal has no values; the store has one version for each write.
  const versions = writes.length === 0 ? [] : (await historyOf(world, store)).slice(-writes.length);
  return writes.map(({ since, accessKeyId }, index) => ({
    since,
    accessKeyId,
    release: releaseIn(versions[index]?.items.release),
  }));
}

interface StoreVersion {
  readonly items: Readonly<Record<string, string>>;
}

async function historyOf({ cloud }: SiteWorld, arn: string): Promise<readonly StoreVersion[]> {
  return (await cloud.control.call('keyvaluestore.history', { arn })) as readonly StoreVersion[];
}

function releaseIn(value: string | undefined): string | undefined {
  return /"release":"([0-9a-f]{16})"/.exec(value ?? '')?.[1];
}

interface Config {
  readonly Comment?: string | undefined;
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
