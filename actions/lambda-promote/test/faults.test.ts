import { everyFault, tellingFaults } from '@actions-aws/testing';
import { FAULTS_SETTING, nextPromotion } from './trials.ts';

// Every fault at every call is tried in extended/.

test('a promotion gets over every fault, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFault(nextPromotion(FAULTS_SETTING), { choose: tellingFaults });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(30);
}, 180_000);
