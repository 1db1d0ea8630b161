import process from 'node:process';
import { everyFault, type FaultSweep, type Trial, tellingFaults } from '@actions-aws/testing';
import {
  type BundleWorld,
  FAULTS_SETTING,
  nextPromotion,
  promotionByBucket,
  undonePromotion,
} from '../test/support/trials.ts';

// By the bundle, what a process and a wire add; every fault at every call of all trials is in stepped-faults.

const sweeps: readonly (readonly [string, Trial<BundleWorld>, FaultSweep])[] = [
  ['a promotion', nextPromotion(FAULTS_SETTING), { choose: tellingFaults }],
  ['a promotion by a bucket', promotionByBucket(FAULTS_SETTING), { choose: tellingFaults }],
  ['a promotion that is taken back', undonePromotion(FAULTS_SETTING), { choose: tellingFaults }],
];

test.each(sweeps)(
  '%s gets over the faults that differ most, or ends red, safely and clearly',
  async (name, trial, options) => {
    const { failures, tried, seconds } = await everyFault(trial, options);
    process.stdout.write(`${name}: ${tried} faults in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  1_800_000,
);
