import { everyFaultStepped, tellingFaults } from '@actions-aws/testing';
import { steppedCanary, steppedJointUndoing, steppedPromotion, steppedRollback } from './support/stepped-trials.ts';

// The same judgement as that of the bundle's faults, in this process. Every fault at every call of each trial is in extended/.

test('a promotion gets over every fault, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFaultStepped(steppedPromotion, { choose: tellingFaults });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(30);
}, 60_000);

test.each([
  ['a promotion', steppedPromotion],
  ['a canary', steppedCanary(1)],
  ['a rollback', steppedRollback],
])(
  '%s that is not shown its own last write looks again',
  async (_name, trial) => {
    const { failures, tried } = await everyFaultStepped(trial, {
      choose: (cases) => cases.filter(({ fault }) => fault === 'does not show the last write'),
    });
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(3);
  },
  60_000,
);

test('three functions of which one cannot be moved end red with its error, the others taken back', async () => {
  const { failures, tried } = await everyFaultStepped(steppedJointUndoing, {
    choose: (cases) =>
      cases.filter(
        ({ call, fault, lasting }) =>
          lasting &&
          fault === 'fails with 500' &&
          call.operation === 'UpdateAlias' &&
          call.resource.endsWith('search-indexer:live'),
      ),
  });
  expect(failures).toEqual([]);
  expect(tried).toBe(2);
}, 60_000);
