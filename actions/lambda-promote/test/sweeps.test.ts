import { everyFaultStepped, sweepsOf } from '@actions-aws/testing';
import { telling, usual } from './support/sweeps.ts';
import { canary, jointUndoing, promotion, rollbackOfPromotion } from './support/trials.ts';

// Of what the most usual promotion and what differs most from it are swept by, a sample is drawn by the commit, in this process
// and by the bundle. Every sweep is in extended/sweeps.test.ts, those of the usual promotion's crashes and cancellations whole.

test.each(sweepsOf([usual, ...telling], { steps: 4, processes: 3 }))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    const { failures, tried, of } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
    expect(tried).toBeLessThanOrEqual(of);
  },
  180_000,
);

test.each([promotion, canary(1), rollbackOfPromotion].map((trial) => [trial.name, trial] as const))(
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
  const { failures, tried } = await everyFaultStepped(jointUndoing, {
    choose: (cases) =>
      cases.filter(
        ({ call, callKind, fault, lasting }) =>
          lasting &&
          fault === 'fails with 500' &&
          callKind === 'pointer' &&
          call.resource.endsWith('search-indexer:live'),
      ),
  });
  expect(failures).toEqual([]);
  expect(tried).toBe(2);
}, 60_000);
