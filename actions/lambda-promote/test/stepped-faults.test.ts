import { everyFaultStepped, tellingFaults } from '@actions-aws/testing';
import { steppedPromotion } from './stepped-trials.ts';

// The same judgement as that of the bundle's faults, in this process. Every fault at every call of each trial is in extended/.

test('a promotion gets over every fault, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFaultStepped(steppedPromotion, { choose: tellingFaults });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(30);
}, 60_000);
