import { join } from 'node:path';
import {
  type BundleStep,
  SITE_FUNCTION as functionCode,
  releaseOf as releaseNow,
  siteDomain,
  siteUsers,
  type Trial,
} from '@actions-aws/testing';
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { type RollbackWorld, world } from './world.ts';

/** Long enough for answers to flap, short enough that few looks go by. */
const QUICK = { configuration: 12_000, invalidation: 6_000 } as const;

const action = join(import.meta.dirname, '..', '..');

/** A rollback by the bundle, as a workflow would have it; each input can be given otherwise. */
export function rollback(
  { cloud, bucket, app }: RollbackWorld,
  inputs: Readonly<Record<string, string>> = {},
): BundleStep {
  return {
    action,
    cloud,
    scaleTime: cloud.clock.scale,
    inputs: {
      bucket,
      'app-distribution': app.id,
      'app-url': app.url,
      'only-if': 'any',
      settle: '2s',
      timeout: '5m',
      ...inputs,
    },
    env: { GITHUB_RUN_ID: '812', GITHUB_RUN_ATTEMPT: '1' },
  };
}

/** The release that is so many promotions old, counted from the first. */
function releaseOf({ builds }: RollbackWorld, index: number): string {
  return builds[index]?.manifest.id ?? '';
}

/** What the pointer says, without who wrote it and when. The history may lack a move: users come first. */
async function pointerOf(one: RollbackWorld) {
  const { release, deployed, mark } = await one.pointer();
  return { release, deployed, by: mark?.by, undid: mark?.undid, from: mark?.from };
}

/** Back to what the live release was promoted from, among users of every edge. */
export const usualRollback: Trial<RollbackWorld> = {
  name: 'a rollback',
  purpose: 'rollback',
  domain: siteDomain,
  world: (scale) => world(undefined, { scale, pace: QUICK }),
  step: rollback,
  settled: pointerOf,
  pointer: (one) => releaseNow(one, 'app'),
  users: siteUsers,
};

/** Straight to the oldest of those that were live last: it has all that tabs need, and users notice nothing of that either. */
export const rollbackByName: Trial<RollbackWorld> = {
  ...usualRollback,
  name: 'a rollback by name',
  step: (one) => rollback(one, { to: releaseOf(one, 0) }),
};

/** More releases than have open tabs that are cared for: of the last one the first has no files. */
const MANY = ['v1', 'v2', 'v3', 'v4', 'v5'] as const;

/**
 * Straight to an older one, whose files and those of what is taken back have to come together. Without users: where S3 fails for longer than
 * the way back waits for copies, tabs miss files.
 */
export const rollbackFarBack: Trial<RollbackWorld> = {
  name: 'a rollback far back',
  purpose: 'rollback',
  domain: siteDomain,
  world: (scale) => world(MANY, { scale, pace: QUICK }),
  step: (one) => rollback(one, { to: releaseOf(one, 0) }),
  async settled(one) {
    const carried = (await one.releases.read(releaseOf(one, 0)))?.carried ?? [];
    return { ...(await pointerOf(one)), carried: carried.map(({ path }) => path).sort() };
  },
  pointer: usualRollback.pointer,
};

/** The same among users of every edge, for what is no failure of S3. */
export const rollbackFarBackAmongUsers: Trial<RollbackWorld> = {
  ...rollbackFarBack,
  name: 'a rollback far back among users',
  users: siteUsers,
};

/** The usual one where the pointer stands in a store. */
export const rollbackUnderStore: Trial<RollbackWorld> = {
  ...usualRollback,
  name: 'a rollback under a store',
  world: (scale) => world(undefined, { scale, pace: QUICK, functionCode }),
};

/**
 * Straight to the oldest, which was staged before the site had a store: what the others share is copied into it, after the write. No
 * behaviour takes hashed files past the function.
 */
export const rollbackFarBackUnderStore: Trial<RollbackWorld> = {
  ...rollbackFarBack,
  name: 'a rollback far back under a store',
  world: (scale) => world(MANY, { scale, pace: QUICK, functionCode, apart: ['v1'], change: withoutBehaviours }),
};

function withoutBehaviours(config: DistributionConfig): DistributionConfig {
  return { ...config, CacheBehaviors: { Quantity: 0 } };
}
