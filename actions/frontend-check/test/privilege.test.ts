import { join } from 'node:path';
import { type Errand, leastPrivilege, sitePolicy, withPolicies } from '@actions-aws/testing';
import { runFunction } from './support/functions.ts';
import { type CheckWorld, step, world } from './support/world.ts';

/** Reads all that there is to read: policies and functions of different names are compared by their content. */
const look: Errand<CheckWorld> = {
  name: 'a look at two sites whose policies differ',
  async world() {
    const one = await world({ worker: '' });
    for (const role of ['test', 'app'] as const) await runFunction(one, role);
    await one.edit('app', withPolicies);
    return one;
  },
  step: (one) => step(one),
  told: ({ exitCode, outputs }) => ({
    exitCode,
    levels: new Set((JSON.parse(outputs.verdicts ?? '[]') as { level: string }[]).map(({ level }) => level)),
  }),
  expected: { exitCode: 1, levels: new Set(['red', 'listed']) },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'origin-path');
  const { failures } = await leastPrivilege({ policyFrom, errands: [look] });
  expect(failures).toEqual([]);
}, 120_000);
