import process from 'node:process';
import { type Aftermath, everyCrashPointStepped, type SteppedCrashSweep, type Trial } from '@actions-aws/testing';
import {
  BREACHED,
  steppedBreach,
  steppedCanary,
  steppedFirstPromotion,
  steppedHeld,
  steppedJointPromotion,
  steppedJointPromotionByBucket,
  steppedJointUndoing,
  steppedPromotion,
  steppedRollbackOfHeld,
  steppedUndoing,
} from '../test/support/stepped-trials.ts';
import type { SteppedWorld } from '../test/support/stepped-world.ts';

const aftermaths: readonly Aftermath[] = ['gone', 'post', 'late'];

/** What comes after a crash is tried with one function; with three, what becomes of the others' requests. */
const ALONE: SteppedCrashSweep = { aftermaths: ['gone'] };

const sweeps: readonly (readonly [string, Trial<SteppedWorld>, SteppedCrashSweep])[] = [
  ['a promotion', steppedPromotion, {}],
  ['a first promotion', steppedFirstPromotion, {}],
  ['a promotion that is taken back', steppedUndoing, {}],
  ['three functions that are promoted together', steppedJointPromotion, ALONE],
  ['three functions that are promoted together, by a bucket', steppedJointPromotionByBucket, ALONE],
  ['three functions that are taken back together', steppedJointUndoing, ALONE],
  ['a canary', steppedCanary(1), {}],
  ['a canary of three functions', steppedCanary(3), ALONE],
  ['a canary over which an alarm fires', steppedBreach(1), BREACHED],
  ['a canary of three functions over which an alarm fires', steppedBreach(3), { ...BREACHED, ...ALONE }],
  ['a promotion that is held', steppedHeld(1), {}],
  ['a promotion of three functions that is held', steppedHeld(3), ALONE],
  ['a rollback of what is held', steppedRollbackOfHeld(1), {}],
  ['a rollback of three functions that are held', steppedRollbackOfHeld(3), {}],
];

test.each(sweeps)(
  '%s, killed at any call in this process, end as if they had not been, once the job runs again',
  async (name, trial, options) => {
    const { failures, tried, seconds } = await everyCrashPointStepped(trial, { aftermaths, ...options });
    process.stdout.write(`${name}: ${tried} crashes in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
