import process from 'node:process';
import { everyCancellationStepped } from '@actions-aws/testing';
import {
  steppedCanary,
  steppedFirstPromotion,
  steppedHeld,
  steppedJointPromotion,
  steppedJointRollback,
  steppedJointUndoing,
  steppedPromotion,
  steppedRollback,
  steppedUndoing,
} from '../test/support/stepped-trials.ts';

// Of three functions all that moved go back, and what waits for its turn under the rate limit is not sent. Of a rollback
// nothing more moves.
test.each([
  ['a promotion', steppedPromotion, 1],
  ['a first promotion', steppedFirstPromotion, 1],
  ['a promotion that is taken back', steppedUndoing, 1],
  ['three functions that are promoted together', steppedJointPromotion, 3],
  ['three functions that are taken back together', steppedJointUndoing, 3],
  ['a canary', steppedCanary(1), 1],
  ['a canary of three functions', steppedCanary(3), 3],
  ['a promotion that is held', steppedHeld(1), 1],
  ['a promotion of three functions that is held', steppedHeld(3), 3],
  ['a rollback', steppedRollback, 1],
  ['a rollback of three functions', steppedJointRollback, 1],
] as const)(
  '%s, cancelled at any call in this process, come to a safe end in time',
  async (name, trial, writesAfter) => {
    const { failures, tried, seconds } = await everyCancellationStepped(trial, { writesAfter });
    process.stdout.write(`${name}: ${tried} cancellations, ${failures.length} complaints, in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
