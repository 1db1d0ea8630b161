import process from 'node:process';
import { everyFaultStepped } from '@actions-aws/testing';
import {
  steppedCanary,
  steppedFirstPromotion,
  steppedJointPromotion,
  steppedJointRollback,
  steppedJointUndoing,
  steppedPromotion,
  steppedRollback,
  steppedRollbackOfHeld,
  steppedUndoing,
} from '../test/stepped-trials.ts';

test.each([
  ['a promotion', steppedPromotion],
  ['a first promotion', steppedFirstPromotion],
  ['a promotion that is taken back', steppedUndoing],
  ['three functions that are promoted together', steppedJointPromotion],
  ['three functions that are taken back together', steppedJointUndoing],
  ['a canary', steppedCanary(1)],
  ['a canary of three functions', steppedCanary(3)],
  ['a rollback', steppedRollback],
  ['a rollback of three functions', steppedJointRollback],
  ['a rollback of what is held', steppedRollbackOfHeld(1)],
])(
  '%s, with every fault at every call in this process, get over it or end red, safely and clearly',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyFaultStepped(trial);
    process.stdout.write(`${name}: ${tried} faults, ${failures.length} complaints, in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
