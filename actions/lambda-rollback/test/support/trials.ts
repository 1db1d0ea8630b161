import { join } from 'node:path';
import { writeMark } from '@actions-aws/promotion';
import { type BundleStep, everybody, lambdaView, type Trial, usersOf } from '@actions-aws/testing';
import { type World, world } from './world.ts';

/** A world in which the bundle runs: version 2 is live, promoted from version 1. */
export interface BundleWorld extends World {
  readonly scale: number;
}

/** How fast, and what is there. */
export interface Setting {
  /** How many times faster than the machine's the time of cloud and action runs. */
  readonly scale?: number;
  /** Functions like the first. */
  readonly others?: readonly string[];
}

/** For faults, which wait for time to run out. */
export const FAULTS_SETTING: Setting = { scale: 10 };

/** For cancellations, which have to be in time: a busy machine takes longer for what takes no time. */
export const CANCEL_SETTING: Setting = { scale: 2 };

const action = join(import.meta.dirname, '..', '..');

/** What a promotion leaves in a description. */
export function promotedFrom(from: string | undefined, proof = '9f86d081884c7d65'): string {
  const owner = { run: '900', attempt: 1, nonce: '0a1b2c3d' };
  return writeMark({ by: 'lambda-promote', owner, proof, ...(from && { from }) });
}

/** A rollback by the bundle, as a workflow would have it; each input can be given otherwise. */
export function rollback(world: BundleWorld, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  return {
    action,
    cloud: world.cloud,
    scaleTime: world.scale,
    inputs: { functions: world.functionName, 'only-if': 'any', ...inputs },
  };
}

/** Makes such a world. */
export async function bundleWorld({ scale = 5, others = [] }: Setting = {}): Promise<BundleWorld> {
  const made = await world({ scale });
  for (const name of others) await made.make(name);
  for (const functionName of [made.functionName, ...others]) {
    const first = await made.publish('v1', promotedFrom(undefined), functionName);
    const second = await made.publish('v2', promotedFrom(undefined), functionName);
    await made.point('live-previous', first, promotedFrom(undefined), { functionName });
    await made.point('live', second, promotedFrom(first), { functionName });
  }
  return { ...made, scale };
}

/** Back to what the live version was promoted from: the three calls. */
export function usualRollback(setting: Setting = {}): Trial<BundleWorld> {
  return {
    purpose: 'rollback',
    world: () => bundleWorld(setting),
    step: rollback,
    settled: ({ lambda, functionName }) => lambdaView(lambda, functionName),
    pointer: async (world) => (await world.alias())?.version,
    users: ({ cloud, functionName }) => usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['1', '2'] }),
  };
}

/** Three functions that go back together. */
export function jointRollback(setting: Setting = {}): Trial<BundleWorld> {
  const names = ['search-api', 'search-indexer', 'search-worker'];
  return {
    ...usualRollback(setting),
    world: () => bundleWorld({ ...setting, others: names.slice(1) }),
    step: (world) => rollback(world, { functions: JSON.stringify(names) }),
    settled: ({ lambda }) => Promise.all(names.map((name) => lambdaView(lambda, name))),
    async pointer(world) {
      const found = await Promise.all(names.map((name) => world.alias('live', name)));
      return found.map((one) => one?.version).join(' ');
    },
    users: ({ cloud }) =>
      everybody(
        names.map((functionName) => usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['1', '2'] })),
      ),
  };
}

/** Back by the longest way: the alias was moved by hand, and what its companion says was live before sleeps. */
export function searchingRollback(setting: Setting = {}): Trial<BundleWorld> {
  return {
    ...usualRollback(setting),
    async world() {
      const made = await bundleWorld(setting);
      const where = { region: 'eu-west-1' };
      // Just less than the second after which the action looks again: it looks the same number of times in every run.
      await made.cloud.control.call('lambda.pace', { restore: 900 }, where);
      for (const functionName of [made.functionName, ...(setting.others ?? [])]) {
        await made.point('live', '2', 'moved by hand', { functionName });
        await made.point('live-previous', '2', promotedFrom('1'), { functionName });
        await made.cloud.control.call('lambda.deactivate', { functionName: `${functionName}:1` }, where);
      }
      return made;
    },
  };
}
