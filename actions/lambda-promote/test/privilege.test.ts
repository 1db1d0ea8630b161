import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { setAlarmState } from './support/alarm.ts';
import {
  type BundleWorld,
  canaryPromotion,
  FAULTS_SETTING,
  nextPromotion,
  promotionByBucket,
  promotionFromS3,
} from './support/trials.ts';

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

const canary = canaryPromotion(FAULTS_SETTING, { canary: '10%/45s', 'on-insufficient-data': 'fail' });

/** A canary whose alarm is unsure for a moment, and OK again: only its history tells that it did not fire meanwhile. */
const promotionByCanary: Errand<BundleWorld> = {
  name: 'a promotion by canary',
  ...canary,
  async world() {
    const world = await canary.world();
    await world.cloud.clock.advance(70_000);
    return world;
  },
  step(world) {
    // Where the policy is too small there is no share, and when the world has gone nobody to ask.
    unsettle(world).catch(() => {});
    return canary.step(world);
  },
  ...whatIsTold,
};

/** Makes the alarm unsure once users meet the candidate. It is compared again within ten seconds. */
async function unsettle({ alias, cloud, functionName }: BundleWorld): Promise<void> {
  while (Object.keys((await alias())?.weights ?? {}).length === 0) await setTimeout(20);
  await setAlarmState({ cloud }, { AlarmName: `${functionName}-errors`, StateValue: 'INSUFFICIENT_DATA' });
}

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
