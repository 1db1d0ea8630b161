import { everyFault, tellingFaults } from '@actions-aws/testing';
import { searchingRollback, usualRollback } from './trials.ts';

// Every fault at every call is tried in extended/.

test.each([
  ['a rollback', usualRollback()],
  ['a rollback that has to search', searchingRollback()],
])(
  '%s gets over every fault, or ends red, safely and clearly',
  async (_name, trial) => {
    const { failures } = await everyFault(trial, { choose: tellingFaults });
    expect(failures).toEqual([]);
  },
  120_000,
);
