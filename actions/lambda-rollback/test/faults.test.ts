import { everyFault, tellingFaults } from '@actions-aws/testing';
import { FAULTS_SETTING, usualRollback } from './support/trials.ts';

// Every fault at every call, also of rollbacks that have to search and of those of three functions, is tried in extended/.

test('a rollback gets over every fault, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFault(usualRollback(FAULTS_SETTING), { choose: tellingFaults });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(5);
}, 120_000);
