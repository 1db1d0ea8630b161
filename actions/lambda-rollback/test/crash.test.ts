import { everyCrashPoint } from '@actions-aws/testing';
import { searchingRollback, usualRollback } from './trials.ts';

test.each([
  ['a rollback', usualRollback()],
  ['a rollback that has to search', searchingRollback()],
])(
  '%s that is killed at any call ends as if it had not been, once the job runs again',
  async (_name, trial) => {
    const { failures } = await everyCrashPoint(trial, { aftermaths: ['gone', 'late'] });
    expect(failures).toEqual([]);
  },
  120_000,
);
