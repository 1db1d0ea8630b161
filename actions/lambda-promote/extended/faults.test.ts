import process from 'node:process';
import { everyFault } from '@actions-aws/testing';
import { FAULTS_SETTING, firstPromotion, nextPromotion, promotionByBucket, undonePromotion } from '../test/trials.ts';

test.each([
  ['a promotion', nextPromotion(FAULTS_SETTING)],
  ['a promotion by a bucket', promotionByBucket(FAULTS_SETTING)],
  ['a first promotion', firstPromotion(FAULTS_SETTING)],
  ['a promotion that is taken back', undonePromotion(FAULTS_SETTING)],
])(
  '%s gets over every fault at every call, or ends red, safely and clearly',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyFault(trial);
    process.stdout.write(`${name}: ${tried} faults in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  1_800_000,
);
