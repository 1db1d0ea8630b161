import { join } from 'node:path';
import { type Errand, leastPrivilege, sitePolicy } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';
import { type RollbackWorld, SPREAD_MS } from './support/world.ts';

/** Far back: what is carried, and what history tells, is needed as well. */
const back: Errand<RollbackWorld> = {
  name: 'a rollback far back',
  inSteps: true,
  world: (scale) => stepWorld(['v1', 'v2', 'v3', 'v4', 'v5'], scale === undefined ? {} : { scale }),
  step: (one) => step(one, { to: one.builds[0]?.manifest.id ?? '', settle: '0s' }),
  told: ({ outputs, annotations, exitCode }) => ({ exitCode, outcome: outputs.outcome, warnings: annotations.length }),
  expected: { exitCode: 0, outcome: 'rolled-back', warnings: 0 },
};

/** Pressed again: whether all edges have it is looked up. */
const again: Errand<RollbackWorld> = {
  ...back,
  name: 'a rollback that was made before',
  world: async (scale) => {
    const made = await stepWorld(undefined, scale === undefined ? {} : { scale });
    await made.undo(made.builds[1]!);
    await made.cloud.clock.advance(SPREAD_MS);
    return made;
  },
  step: (one) => step(one, { settle: '0s' }),
  expected: { exitCode: 0, outcome: 'noop', warnings: 1 },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'origin-path');
  const { failures } = await leastPrivilege({ policyFrom, errands: [back, again] });
  expect(failures).toEqual([]);
}, 240_000);
