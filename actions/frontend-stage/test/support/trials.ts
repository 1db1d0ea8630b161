import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@actions-aws/action';
import { keyOf, manifestKeyOf, movingTo, placeOf, releaseFileOf, sharing, sitesOnAws } from '@actions-aws/site';
import {
  type Built,
  type BundleStep,
  builtSite,
  SITE_FUNCTION as functionCode,
  pointerOf,
  releaseOf,
  type SiteWorld,
  siteDomain,
  siteUsers,
  siteWorld,
  type Trial,
  writeSite,
} from '@actions-aws/testing';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
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
  functionCode,
  worker = true,
}: {
  readonly scale?: number;
  readonly isFirst?: boolean;
  /** Whether the sites have a service worker, with its list of what it keeps. */
  readonly worker?: boolean;
  /** Of the sites' function: then their pointers stand in stores. */
  readonly functionCode?: string;
} = {}): Promise<StageWorld> {
  const made = await siteWorld({ scale, ...(functionCode && { functionCode }) });
  const workspace = await mkdtemp(join(tmpdir(), 'workspace-'));
  await writeSite(join(workspace, 'dist'), builtSite('two', { worker }));
  await writeSite(join(workspace, 'again'), builtSite('one', { worker }));
  if (!isFirst) await release(made, builtSite('one', { worker }));
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
async function release({ s3, cloudfront, cloud, bucket, settings, ...sites }: SiteWorld, files: Built): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'earlier-'));
  const clock = cloud.clock as Clock;
  const store = new CloudFrontKeyValueStoreClient({ ...settings, maxAttempts: 1 } as never);
  const patience = { waitsOut: 'outages', until: Number.POSITIVE_INFINITY } as const;
  const { releases, history, pointer } = sitesOnAws({ s3, cloudfront, store }, bucket, clock)(patience);
  try {
    await writeSite(folder, files);
    const wanted = { directory: folder, assets: [auto], exclude: [], headers: [], config: undefined };
    const { manifest: built, sources } = await readBuild(
      { ...wanted, precompressed: 'drop' },
      new AbortController().signal,
    );
    const manifest = sites.app.store === undefined ? built : sharing(built);
    const { id } = manifest;
    for (const file of manifest.files) {
      const source = sources.get(file.path);
      if (!source) throw new Error(file.path);
      const bytes = Buffer.isBuffer(source) ? source : await bytesOf(source);
      await releases.create(placeOf(manifest, file.path), bytes, file, id);
    }
    const { path, text, headers } = releaseFileOf(id);
    const sha256 = createHash('sha256').update(text).digest('hex');
    await releases.create(keyOf(id, path), Buffer.from(text), { headers, sha256, size: text.length });
    await releases.commit(manifest);
    for (const site of [sites.test, sites.app]) {
      const choice = site.store === undefined ? 'origin-path' : 'key-value-store';
      const one = pointer({ distributionId: site.id, choice });
      const current = await one.describe();
      const owner = { run: '900', attempt: 1, nonce: '0a1b2c3d' };
      const content = movingTo(current, id, { action: 'frontend-promote', deployer: { owner } });
      await history.note(site.id, current, content);
      await one.point(current, content);
    }
    await cloud.clock.advance(SPREAD_MS);
  } finally {
    store.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that AWS holds of the sites: no times, ETags and nonces. */
async function settled(world: StageWorld): Promise<unknown> {
  const { s3, bucket } = world;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  const objects = Contents.filter(({ Key }) => !Key?.startsWith('history/'));
  const sites = await Promise.all(
    (['test', 'app'] as const).map(async (site) => {
      const { release: served, mark } = await pointerOf(world, site);
      return { release: served, text: mark.text, order: mark.order };
    }),
  );
  return { objects: objects.map(({ Key, Size, ETag }) => `${Key} ${Size} ${ETag}`), sites };
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
  pointer: (world) => releaseOf(world, 'app'),
  users: (world) => siteUsers(world),
};

/** A newer run stages what TEST serves, and writes nothing. */
export const stagingAgain: Trial<StageWorld> = {
  ...staging,
  name: 'staging what TEST serves',
  step: (world) => {
    const usual = step(world, { directory: 'again', config: '' });
    const env = {
      GITHUB_RUN_ID: '1057',
      GITHUB_RUN_NUMBER: '57',
      GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/a.yml@a',
    };
    return { ...usual, env };
  },
};

/** The first build of a site. */
export const firstStaging: Trial<StageWorld> = {
  ...staging,
  name: 'the first staging',
  world: (scale) => stageWorld({ scale, isFirst: true }),
  users: () => ({ async visit() {}, leave: async () => [] }),
};

/** The same under stores. */
export const stagingUnderStore: Trial<StageWorld> = {
  ...staging,
  name: 'staging under a store',
  world: (scale) => stageWorld({ scale, functionCode }),
};

/** A newer run, under stores. */
export const stagingAgainUnderStore: Trial<StageWorld> = {
  ...stagingAgain,
  name: 'staging what TEST serves under a store',
  world: (scale) => stageWorld({ scale, functionCode }),
};

/** The first build of a site under a store. */
export const firstStagingUnderStore: Trial<StageWorld> = {
  ...firstStaging,
  name: 'the first staging under a store',
  world: (scale) => stageWorld({ scale, isFirst: true, functionCode }),
};

/** The manifest's text of the release that TEST serves. */
export async function stagedManifest(world: StageWorld): Promise<string> {
  const Key = manifestKeyOf((await releaseOf(world, 'test')) ?? '');
  const { Body } = await world.s3.send(new GetObjectCommand({ Bucket: world.bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}
