import process from 'node:process';
import { everyCancellation } from '@actions-aws/testing';
import { CANCEL_SETTING, nextPromotion, undonePromotion } from '../test/trials.ts';

test.each([
  ['a promotion', nextPromotion(CANCEL_SETTING)],
  ['a promotion that is taken back', undonePromotion(CANCEL_SETTING)],
])(
  '%s that is cancelled at any call comes to a safe end in time',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyCancellation(trial);
    process.stdout.write(`${name}: ${tried} cancellations in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
