import { everyFaultStepped, faultsAtPointer, sweepsOf } from '@actions-aws/testing';
import { telling, usual } from './support/sweeps.ts';
import { canary, jointUndoing, promotion, rollbackOfPromotion } from './support/trials.ts';

// Of what the most usual promotion is swept by, and of the ends of what differs most from it, a sample is drawn by the commit. Every sweep
// is in extended/sweeps.test.ts, those of the usual promotion's crashes and cancellations whole; what only the bundle shows, beyond that
// it may be killed, is in extended/processes.test.ts.

const killed = { crashes: usual.processes?.crashes ?? {} };
const ends = telling.map(({ trial, steps: { crashes = {}, cancellations = {} } = {} }) => ({
  trial,
  steps: { crashes, cancellations },
}));

test.each([
  ...sweepsOf([{ trial: usual.trial, steps: { ...usual.steps, faults: { choose: faultsAtPointer } } }, ...ends], {
    steps: 4,
  }),
  ...sweepsOf([{ trial: usual.trial, processes: killed }], { processes: 2 }),
])(
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
