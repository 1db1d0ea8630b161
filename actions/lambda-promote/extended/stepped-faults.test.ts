import process from 'node:process';
import { everyFaultStepped, type FaultSweep, type Trial, tellingFaults } from '@actions-aws/testing';
import {
  steppedCanary,
  steppedFirstPromotion,
  steppedHeld,
  steppedJointPromotion,
  steppedJointPromotionByBucket,
  steppedJointRollback,
  steppedJointUndoing,
  steppedPromotion,
  steppedRollback,
  steppedRollbackOfHeld,
  steppedUndoing,
} from '../test/support/stepped-trials.ts';
import type { SteppedWorld } from '../test/support/stepped-world.ts';

const TELLING: FaultSweep = { choose: tellingFaults };
/** What others do not try: the way of the code to the bucket, and from there to each function. */
const OF_ITS_WAY: FaultSweep = {
  choose: (cases) =>
    cases.filter(({ call: { service, operation } }) => service === 's3' || operation === 'UpdateFunctionCode'),
};

const sweeps: readonly (readonly [string, Trial<SteppedWorld>, FaultSweep])[] = [
  ['a promotion', steppedPromotion, {}],
  ['a first promotion', steppedFirstPromotion, {}],
  ['a promotion that is taken back', steppedUndoing, {}],
  ['three functions that are promoted together', steppedJointPromotion, {}],
  ['three functions that are promoted together, by a bucket', steppedJointPromotionByBucket, OF_ITS_WAY],
  ['three functions that are taken back together', steppedJointUndoing, TELLING],
  ['a canary', steppedCanary(1), {}],
  ['a canary of three functions', steppedCanary(3), TELLING],
  ['a promotion that is held', steppedHeld(1), {}],
  ['a promotion of three functions that is held', steppedHeld(3), TELLING],
  ['a rollback', steppedRollback, {}],
  ['a rollback of three functions', steppedJointRollback, {}],
  ['a rollback of what is held', steppedRollbackOfHeld(1), {}],
];

test.each(sweeps)(
  '%s, with every fault at every call in this process, get over it or end red, safely and clearly',
  async (name, trial, options) => {
    const { failures, tried, seconds } = await everyFaultStepped(trial, options);
    process.stdout.write(`${name}: ${tried} faults, ${failures.length} complaints, in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
