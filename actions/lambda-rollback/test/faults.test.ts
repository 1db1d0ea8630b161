import { everyFault, tellingFaults } from '@actions-aws/testing';
import { FAULTS_SETTING, searchingRollback, usualRollback } from './trials.ts';

// Every fault at every call is tried in extended/.

test.each([
  ['a rollback', usualRollback(FAULTS_SETTING)],
  ['a rollback that has to search', searchingRollback(FAULTS_SETTING)],
])(
  '%s gets over every fault, or ends red, safely and clearly',
  async (_name, trial) => {
    const { failures } = await everyFault(trial, { choose: tellingFaults });
    expect(failures).toEqual([]);
  },
  120_000,
);
