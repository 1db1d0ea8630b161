import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@actions-aws/action';
import {
  awsHistory,
  awsReleases,
  keyOf,
  type Manifest,
  manifestKeyOf,
  movingTo,
  originPath,
  releaseFileOf,
} from '@actions-aws/site';
import {
  type BundleStep,
  builtSite,
  type SiteWorld,
  siteDomain,
  siteUsers,
  siteWorld,
  type Trial,
  writeSite,
} from '@actions-aws/testing';
import { GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { auto } from '../../src/assets/hashed.ts';
import { readBuild } from '../../src/build/build.ts';
import { bytesOf } from '../../src/build/edits.ts';

/** Two sites, and a workspace with the build that a step stages. */
export interface StageWorld extends SiteWorld {
  readonly workspace: string;
}

const action = join(import.meta.dirname, '..', '..');

/** The step as a workflow has it; each input can be given otherwise. */
export function step(world: StageWorld, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  const { cloud, bucket, test, app, workspace } = world;
  return {
    action,
    cloud,
    workspace,
    scaleTime: cloud.clock.scale,
    inputs: {
      directory: 'dist',
      bucket,
      'test-distribution': test.id,
      'app-distribution': app.id,
      'test-url': test.url,
      'app-url': app.url,
      timeout: '5m',
      config: '{"api":"https://api.example.com"}',
      ...inputs,
    },
  };
}

/** Makes a world with a site of version `two` to stage; what users of APP have is version `one`, where there is something. */
export async function stageWorld({
  scale = 20,
  isFirst = false,
}: {
  readonly scale?: number;
  readonly isFirst?: boolean;
} = {}): Promise<StageWorld> {
  const made = await siteWorld({ scale });
  const workspace = await mkdtemp(join(tmpdir(), 'workspace-'));
  await writeSite(join(workspace, 'dist'), builtSite('two'));
  if (!isFirst) await release(made, 'one');
  // Minutes on AWS; here short enough for thousands of runs, and still one edge host after another.
  await made.cloud.control.call('cloudfront.pace', { configuration: scale === 0 ? 20_000 : 5_000 });
  await made.cloud.control.clearJournal();
  return {
    ...made,
    workspace,
    async stop() {
      await rm(workspace, { recursive: true, force: true });
      await made.stop();
    },
  };
}

/** Until a configuration has reached all edge hosts. */
const SPREAD_MS = 320_000;

/** Puts a release into the bucket, and has both sites serve it, as if it had been staged and promoted before. */
async function release({ s3, cloudfront, cloud, bucket, test, app }: SiteWorld, version: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'earlier-'));
  const { clock } = cloud;
  const patience = { waitsOut: 'outages', until: Number.POSITIVE_INFINITY } as const;
  try {
    await writeSite(folder, builtSite(version));
    const wanted = { directory: folder, assets: [auto], exclude: [], headers: [], config: undefined };
    const { manifest, sources } = await readBuild({ ...wanted, precompressed: 'drop' }, new AbortController().signal);
    const releases = awsReleases(s3, clock as Clock, patience, { name: bucket });
    for (const file of manifest.files) {
      const source = sources.get(file.path);
      if (!source) throw new Error(file.path);
      await releases.create(
        keyOf(manifest.id, file.path),
        Buffer.isBuffer(source) ? source : await bytesOf(source),
        file,
      );
    }
    const { path, text, headers } = releaseFileOf(manifest.id);
    const sha256 = createHash('sha256').update(text).digest('hex');
    await releases.create(keyOf(manifest.id, path), Buffer.from(text), { headers, sha256, size: text.length });
    await releases.commit(manifest);
    await point({ s3, cloudfront, cloud, bucket }, test.id, manifest);
    await point({ s3, cloudfront, cloud, bucket }, app.id, manifest);
    await clock.advance(SPREAD_MS);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function point(
  { s3, cloudfront, cloud, bucket }: Pick<SiteWorld, 's3' | 'cloudfront' | 'cloud' | 'bucket'>,
  site: string,
  { id }: Manifest,
): Promise<void> {
  const patience = { waitsOut: 'outages', until: Number.POSITIVE_INFINITY } as const;
  const pointer = originPath(cloudfront, site, cloud.clock as Clock, {});
  const current = await pointer.describe();
  const owner = { run: '900', attempt: 1, nonce: '0a1b2c3d' };
  const content = movingTo(current, id, { action: 'frontend-promote', deployer: { owner } });
  await awsHistory(s3, cloud.clock as Clock, patience, { name: bucket }).note(site, current, content);
  await pointer.point(current, content);
}

/** All that AWS holds of the sites: no times, ETags and nonces. */
async function settled({ s3, cloudfront, bucket, test, app }: StageWorld): Promise<unknown> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'r/' }));
  const objects = Contents.map(({ Key, Size, ETag }) => `${Key} ${Size} ${ETag}`);
  const sites = await Promise.all(
    [test, app].map(async ({ id }) => {
      const { DistributionConfig: config } = await cloudfront.send(new GetDistributionConfigCommand({ Id: id }));
      return { path: config?.Origins?.Items?.[0]?.OriginPath, text: config?.Comment?.replace(/~.*$/, '') };
    }),
  );
  return { objects, sites };
}

/** The release that a site serves. */
async function servedBy({ cloudfront }: SiteWorld, { id }: { readonly id: string }): Promise<string | undefined> {
  const { DistributionConfig: config } = await cloudfront.send(new GetDistributionConfigCommand({ Id: id }));
  return config?.Origins?.Items?.[0]?.OriginPath;
}

/**
 * Staging of twelve files after a release that is live. The pointer that users follow is that of APP, which this action never moves: what
 * TEST has is part of what is settled.
 */
export const staging: Trial<StageWorld> = {
  name: 'staging',
  purpose: 'promote',
  domain: siteDomain,
  world: (scale) => stageWorld({ scale }),
  step: (world) => step(world),
  settled,
  pointer: (world) => servedBy(world, world.app),
  users: (world) => siteUsers(world),
};

/** The first build of a site. */
export const firstStaging: Trial<StageWorld> = {
  ...staging,
  name: 'the first staging',
  world: (scale) => stageWorld({ scale, isFirst: true }),
  users: () => ({ async visit() {}, leave: async () => [] }),
};

/** The manifest's text of the release that TEST serves. */
export async function stagedManifest(world: StageWorld): Promise<string> {
  const path = (await servedBy(world, world.test)) ?? '';
  const Key = manifestKeyOf(path.replace('/r/', ''));
  const { Body } = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}
