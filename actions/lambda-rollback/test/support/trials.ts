import { join } from 'node:path';
import { writeMark } from '@actions-aws/promotion';
import { allUsers, type BundleStep, lambdaDomain, lambdaView, type Trial, usersOf } from '@actions-aws/testing';
import { type World, world } from './world.ts';

/** How fast, and what is there. */
export interface Setting {
  /** How many times faster than the machine's time runs; 5 unless given. At 0 it stands still, and all is in this process. */
  readonly scale?: number;
  /** Functions like the first. */
  readonly others?: readonly string[];
}

const action = join(import.meta.dirname, '..', '..');

/** What a promotion leaves in a description. */
export function promotedFrom(from: string | undefined, proof = '9f86d081884c7d65'): string {
  const owner = { run: '900', attempt: 1, nonce: '0a1b2c3d' };
  return writeMark({ by: 'lambda-promote', owner, proof, ...(from && { from }) });
}

/** A rollback by the bundle, as a workflow would have it; each input can be given otherwise. */
export function rollback(world: World, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  return {
    action,
    cloud: world.cloud,
    scaleTime: world.cloud.clock.scale,
    inputs: { functions: world.functionName, 'only-if': 'any', ...inputs },
  };
}

/** Makes a world in which version 2 is live, promoted from version 1. */
export async function rollbackWorld({ scale = 5, others = [] }: Setting = {}): Promise<World> {
  const made = await world({ scale });
  for (const name of others) await made.make(name);
  for (const functionName of [made.functionName, ...others]) {
    const first = await made.publish('v1', promotedFrom(undefined), functionName);
    const second = await made.publish('v2', promotedFrom(undefined), functionName);
    await made.point('live-previous', first, promotedFrom(undefined), { functionName });
    await made.point('live', second, promotedFrom(first), { functionName });
  }
  return made;
}

/** Back to what the live version was promoted from: the three calls. */
export const usualRollback: Trial<World> = {
  name: 'a rollback',
  purpose: 'rollback',
  domain: lambdaDomain,
  world: (scale) => rollbackWorld({ scale }),
  step: rollback,
  settled: ({ lambda, functionName }) => lambdaView(lambda, functionName),
  pointer: async (world) => (await world.alias())?.version,
  users: ({ cloud, functionName }) => usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['1', '2'] }),
};

const names = ['search-api', 'search-indexer', 'search-worker'];

/** Three functions that go back together. */
export const jointRollback: Trial<World> = {
  ...usualRollback,
  name: 'a rollback of three functions',
  world: (scale) => rollbackWorld({ scale, others: names.slice(1) }),
  step: (world) => rollback(world, { functions: JSON.stringify(names) }),
  settled: ({ lambda }) => Promise.all(names.map((name) => lambdaView(lambda, name))),
  async pointer(world) {
    const found = await Promise.all(names.map((name) => world.alias('live', name)));
    return found.map((one) => one?.version).join(' ');
  },
  users: ({ cloud }) =>
    allUsers(
      names.map((functionName) => usersOf({ cloud, functionName, qualifier: 'live' }, { versions: ['1', '2'] })),
    ),
};

/** Back by the longest way: the alias was moved by hand, and what its previous alias says was live before sleeps. */
export function searchingRollback(others: readonly string[] = []): Trial<World> {
  return {
    ...usualRollback,
    name: 'a rollback that has to search',
    async world(scale) {
      const made = await rollbackWorld({ scale, others });
      const where = { region: 'eu-west-1' };
      // Just less than the second after which the action looks again: it looks the same number of times in every run.
      await made.cloud.control.call('lambda.pace', { restore: 900 }, where);
      for (const functionName of [made.functionName, ...others]) {
        await made.point('live', '2', 'moved by hand', { functionName });
        await made.point('live-previous', '2', promotedFrom('1'), { functionName });
        await made.cloud.control.call('lambda.deactivate', { functionName: `${functionName}:1` }, where);
      }
      return made;
    },
  };
}
