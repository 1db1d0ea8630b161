import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { type BundleWorld, nextPromotion } from './trials.ts';

/** A whole promotion: everything that the policy allows is used, and what may be missing is told. */
const promotionOfAll: Errand<BundleWorld> = {
  name: 'a promotion that prunes',
  ...nextPromotion(),
  told: ({ outputs, annotations, exitCode }) => ({
    exitCode,
    outcome: outputs.outcome,
    notChecked: JSON.parse(outputs.report || '{}').functions?.[0]?.notChecked,
    annotations: annotations.map(({ title }) => title),
  }),
  expected: { exitCode: 0, outcome: 'promoted', notChecked: [], annotations: [] },
};

test('the policy in the README is enough, and nothing in it can be left out unnoticed', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const { failures } = await leastPrivilege({ policyFrom, errands: [promotionOfAll] });
  expect(failures).toEqual([]);
}, 120_000);
