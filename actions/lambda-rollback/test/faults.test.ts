import { everyFault, tellingFaults } from '@actions-aws/testing';
import { FAULTS_SETTING, jointRollback, searchingRollback, usualRollback } from './trials.ts';

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

test('a rollback of three functions gets over every fault at the last alias, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFault(jointRollback(FAULTS_SETTING), {
    choose: (cases) => tellingFaults(cases).filter(({ call }) => call.resource.endsWith(':search-worker:live')),
  });
  expect(failures).toEqual([]);
  expect(tried).toBe(7);
}, 120_000);
