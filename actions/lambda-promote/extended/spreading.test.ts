import process from 'node:process';
import {
  everyCancellationStepped,
  everyCrashPointStepped,
  everyFaultStepped,
  type SteppedCrashSweep,
  type Trial,
} from '@actions-aws/testing';
import {
  BREACHED,
  spreading,
  steppedBreach,
  steppedCanary,
  steppedPromotion,
  steppedRollback,
  steppedUndoing,
} from '../test/support/stepped-trials.ts';
import type { SteppedWorld } from '../test/support/stepped-world.ts';

// Whole sweeps while AWS takes its time to spread each change of an alias, and users meet what it led to before.

const ALL: SteppedCrashSweep = { aftermaths: ['gone', 'post', 'late'] };

test.each<readonly [string, Trial<SteppedWorld>, SteppedCrashSweep]>([
  ['a promotion', steppedPromotion, ALL],
  ['a promotion that is taken back', steppedUndoing, ALL],
  ['a canary', steppedCanary(1), {}],
  ['a canary over which an alarm fires', steppedBreach(1), BREACHED],
  ['a rollback', steppedRollback, ALL],
])(
  '%s is killed at every call',
  async (name, trial, options) => {
    const { failures, tried, seconds } = await everyCrashPointStepped(spreading(trial), options);
    process.stdout.write(`${name}, while changes spread: ${tried} crashes in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);

test.each([
  ['a promotion', steppedPromotion],
  ['a promotion that is taken back', steppedUndoing],
  ['a rollback', steppedRollback],
])(
  '%s meets every fault, and is cancelled at every call',
  async (name, trial) => {
    const faults = await everyFaultStepped(spreading(trial));
    const cancellations = await everyCancellationStepped(spreading(trial));
    process.stdout.write(
      `${name}, while changes spread: ${faults.tried} faults, ${cancellations.tried} cancellations in ${(faults.seconds + cancellations.seconds).toFixed()} s\n`,
    );
    expect([...faults.failures, ...cancellations.failures]).toEqual([]);
  },
  900_000,
);
