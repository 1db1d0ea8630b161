import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import {
  type BundleWorld,
  canaryPromotion,
  FAULTS_SETTING,
  nextPromotion,
  promotionByBucket,
  promotionFromS3,
} from './trials.ts';

/** What the workflow is told: all of it has to be right, so that nothing can be missing unnoticed. */
const whatIsTold: Pick<Errand<BundleWorld>, 'told' | 'expected'> = {
  told: ({ outputs, annotations, exitCode }) => ({
    exitCode,
    outcome: outputs.outcome,
    notChecked: JSON.parse(outputs.report || '{}').functions?.[0]?.notChecked,
    annotations: annotations.map(({ title }) => title),
  }),
  expected: { exitCode: 0, outcome: 'promoted', notChecked: [], annotations: [] },
};

/** A whole promotion: everything that the policy allows is used, but for the code's way. */
const promotionThatPrunes: Errand<BundleWorld> = {
  name: 'a promotion that prunes',
  ...nextPromotion(FAULTS_SETTING),
  ...whatIsTold,
};

/** A canary whose alarm has had no time to know anything, which may be. */
const promotionByCanary: Errand<BundleWorld> = {
  name: 'a promotion by canary',
  ...canaryPromotion(FAULTS_SETTING),
  ...whatIsTold,
};

const promotionOfCodeInS3: Errand<BundleWorld> = {
  name: 'a promotion from a bucket with versions',
  ...promotionFromS3(FAULTS_SETTING),
  ...whatIsTold,
};

const promotionThatKeepsCode: Errand<BundleWorld> = {
  name: 'a promotion whose code goes by a bucket',
  ...promotionByBucket(FAULTS_SETTING),
  ...whatIsTold,
};

test('the policy in the README is enough, and nothing in it can be left out unnoticed', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const errands = [promotionThatPrunes, promotionByCanary, promotionOfCodeInS3, promotionThatKeepsCode];
  const { failures } = await leastPrivilege({ policyFrom, errands });
  expect(failures).toEqual([]);
}, 240_000);
