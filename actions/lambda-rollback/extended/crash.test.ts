import process from 'node:process';
import { everyCrashPoint } from '@actions-aws/testing';
import { jointRollback, searchingRollback, usualRollback } from '../test/support/trials.ts';

const trials = [
  ['a rollback', usualRollback()],
  ['a rollback that has to search', searchingRollback()],
  ['a rollback of three functions', jointRollback()],
] as const;

test.each(trials)(
  '%s that is killed at any call ends as if it had not been, once the job runs again',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyCrashPoint(trial, { aftermaths: ['gone', 'late'] });
    process.stdout.write(`${name}: ${tried} crashes in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
