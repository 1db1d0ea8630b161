import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { type BundleWorld, searchingRollback } from './trials.ts';

/** The longest way back needs all that the policy allows. */
const errand: Errand<BundleWorld> = {
  name: 'a rollback that has to search',
  ...searchingRollback(),
  told: ({ outputs, exitCode }) => ({ exitCode, outcome: outputs.outcome, version: outputs.version }),
  expected: { exitCode: 0, outcome: 'rolled-back', version: '1' },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const { failures } = await leastPrivilege({ policyFrom, errands: [errand] });
  expect(failures).toEqual([]);
}, 120_000);
