import { join } from 'node:path';
import { type Staged, stagedText } from '@actions-aws/site';
import {
  type BundleStep,
  builtSite,
  SITE_FUNCTION as functionCode,
  pointerOf,
  siteDomain,
  siteUsers,
  type Trial,
} from '@actions-aws/testing';
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Build, buildFrom, buildOf } from './builds.ts';
import { type World, type WorldOptions, world } from './world.ts';

const action = join(import.meta.dirname, '..', '..');

/** A world in which a release is staged, and another one is live. */
export interface StagedWorld extends World {
  readonly staged: Staged;
}

/** What is staged there, unless it is said otherwise. */
export const next = buildOf('v2');

/** Makes such a world. */
export async function stagedWorld(options: WorldOptions = {}, build: Build = next): Promise<StagedWorld> {
  const made = await world(options);
  const staged = await made.stage(build);
  return { ...made, staged };
}

/** A promotion by the bundle, as a workflow would have it; each input can be given otherwise. */
export function promotion(
  { cloud, bucket, test, app, staged }: StagedWorld,
  inputs: Readonly<Record<string, string>> = {},
): BundleStep {
  return {
    action,
    cloud,
    scaleTime: cloud.clock.scale,
    inputs: {
      bucket,
      'test-distribution': test.id,
      'app-distribution': app.id,
      'test-url': test.url,
      'app-url': app.url,
      staged: stagedText(staged),
      smoke: 'GET /index.html',
      ...inputs,
    },
    env: {
      GITHUB_RUN_ID: '1057',
      GITHUB_RUN_NUMBER: '57',
      GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/deploy.yml@refs/heads/main',
    },
  };
}

/** Sites as builders write them, whose users know what to look for. */
export const SITES = {
  v1: buildFrom(builtSite('v1')),
  v2: buildFrom(builtSite('v2')),
  v3: buildFrom(builtSite('v3')),
} as const;

/** The same with a service worker, whose list names all that it keeps. */
export const WITH_WORKER = {
  v1: buildFrom(builtSite('v1', { worker: true })),
  v2: buildFrom(builtSite('v2', { worker: true })),
} as const;

/** How long it takes to all edges, in milliseconds: long enough for answers to flap, short enough that few looks go by. */
export const QUICK = { configuration: 12_000, invalidation: 6_000 } as const;

function trial(
  name: string,
  inputs: Readonly<Record<string, string>>,
  { live = WITH_WORKER.v1, ...options }: WorldOptions = {},
): Trial<StagedWorld> {
  return {
    name,
    purpose: 'promote',
    domain: siteDomain,
    world: (scale) => stagedWorld({ scale, live, pace: QUICK, ...options }, WITH_WORKER.v2),
    step: (world) => promotion(world, { settle: '2s', timeout: '2m', ...inputs }),
    settled: settledIn,
    pointer: async (world) => (await pointerOf(world, 'app')).release,
    users: (world) => siteUsers(world),
  };
}

/** What is the same however a run was disturbed: where both pointers are and came from, and which objects there are. */
async function settledIn(world: StagedWorld): Promise<unknown> {
  const { s3, bucket } = world;
  const pointers = await Promise.all(
    (['test', 'app'] as const).map(async (site) => {
      const { release, mark } = await pointerOf(world, site);
      return { release, ...mark };
    }),
  );
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }));
    for (const { Key = '' } of page.Contents ?? []) keys.push(Key);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  // Runs that were disturbed have noted moves of their own; the one that led to where APP is must be among them.
  const moves = keys.flatMap((key) => /^history\/\w+\/\d+-(\w+)-(\w+)-/.exec(key)?.slice(1, 3).join(' ') ?? []);
  const { release, from, isUndoing } = pointers[1] ?? {};
  const isNoted = isUndoing || moves.includes(`${from ?? 'none'} ${release}`);
  return { pointers, objects: keys.filter((key) => !key.startsWith('history/')), isNoted };
}

/** A release takes the place of the one that is live. */
export const usualPromotion = trial('a promotion', {});

/** Two releases were live before, whose files and its own are copied into all three. */
export const furtherPromotion = trial('a further promotion', {}, { earlier: SITES.v3 });

/** The first promotion: there is no release to go back to. */
export const firstPromotion = trial('a first promotion', {}, { live: 'none' });

/** A release that fails its checks at TEST: users never meet it. */
export const rejection = trial('a promotion that is rejected', { smoke: 'GET /nothing-here.txt' });

/** It moves, fails its checks at APP, and moves back. */
export const undoing = trial('a promotion that is taken back', { verify: 'GET /nothing-here.txt' });

/** The same where pointers stand in stores. */
export const UNDER_STORE = {
  usual: trial('a promotion under a store', {}, { functionCode }),
  first: trial('a first promotion under a store', {}, { functionCode, live: 'none' }),
  undoing: trial('a promotion under a store that is taken back', { verify: 'GET /nothing-here.txt' }, { functionCode }),
  rejection: trial('a promotion under a store that is rejected', { smoke: 'GET /nothing-here.txt' }, { functionCode }),
  /** What is live was staged before the sites had stores: files are copied. */
  apart: trial(
    'a promotion from a release of before the store',
    {},
    { functionCode, isLiveApart: true, change: withoutAssets },
  ),
} as const;

/** No behaviour takes hashed files past the function, which finds those of a release that shares none. */
function withoutAssets(config: DistributionConfig): DistributionConfig {
  return { ...config, CacheBehaviors: { Quantity: 0 } };
}
