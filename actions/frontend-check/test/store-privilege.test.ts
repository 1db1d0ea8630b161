import { join } from 'node:path';
import {
  type Errand,
  SITE_FUNCTION as functionCode,
  leastPrivilege,
  sitePolicy,
  withPolicies,
} from '@actions-aws/testing';
import { type CheckWorld, step, world } from './support/world.ts';

/** Reads all that there is to read: policies of different names, both functions, and what their stores hold. */
const look: Errand<CheckWorld> = {
  name: 'a look at two sites under stores whose policies differ',
  async world() {
    const one = await world({ worker: '', functionCode });
    await one.edit('app', withPolicies);
    return one;
  },
  step: (one) => step(one),
  told: ({ exitCode, outputs }) => ({
    exitCode,
    isUnread: (JSON.parse(outputs.verdicts ?? '[]') as { level: string }[]).some(({ level }) => level === 'unread'),
    release: outputs['app-release'] !== '' && outputs['test-release'] !== '',
  }),
  expected: { exitCode: 1, isUnread: false, release: true },
};

test('under a store the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'key-value-store');
  const { failures } = await leastPrivilege({ policyFrom, errands: [look] });
  expect(failures).toEqual([]);
}, 120_000);
