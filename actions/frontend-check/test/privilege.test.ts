import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { type CheckWorld, MANAGED, step, world } from './support/world.ts';

/** Reads all that there is to read: policies that differ are compared by their content. */
const look: Errand<CheckWorld> = {
  name: 'a look at two sites whose policies differ',
  async world() {
    const one = await world({ worker: '' });
    const named = { OriginRequestPolicyId: MANAGED.originRequest, ResponseHeadersPolicyId: MANAGED.responseHeaders };
    await one.edit('app', ({ DefaultCacheBehavior, ...config }) => ({
      ...config,
      DefaultCacheBehavior: { ...DefaultCacheBehavior!, ...named },
    }));
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
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const { failures } = await leastPrivilege({ policyFrom, errands: [look] });
  expect(failures).toEqual([]);
}, 120_000);
