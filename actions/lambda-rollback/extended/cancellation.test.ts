import process from 'node:process';
import { everyCancellation } from '@actions-aws/testing';
import { CANCEL_SETTING, jointRollback, searchingRollback, usualRollback } from '../test/support/trials.ts';

const trials = [
  ['a rollback', usualRollback(CANCEL_SETTING)],
  ['a rollback that has to search', searchingRollback(CANCEL_SETTING)],
  ['a rollback of three functions', jointRollback(CANCEL_SETTING)],
] as const;

test.each(trials)(
  '%s that is cancelled at any call comes to a safe end in time',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyCancellation(trial);
    process.stdout.write(`${name}: ${tried} cancellations in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
