import process from 'node:process';
import { everyFault } from '@actions-aws/testing';
import { FAULTS_SETTING, searchingRollback, usualRollback } from '../test/support/trials.ts';

test.each([
  ['a rollback', usualRollback(FAULTS_SETTING)],
  ['a rollback that has to search', searchingRollback(FAULTS_SETTING)],
])(
  '%s gets over every fault at every call, or ends red, safely and clearly',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyFault(trial);
    process.stdout.write(`${name}: ${tried} faults in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
