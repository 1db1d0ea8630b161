import { faultsAtPointer, sweepsOf } from '@actions-aws/testing';
import { underStore, usual } from './support/sweeps.ts';
import { rollbackByName } from './support/trials.ts';

// Of each sweep a few cases, drawn by the commit. How the usual rollback meets faults and outages, among users who look at every edge all
// the while, is for extended/sweeps.test.ts to try, and so are runs by name under a store and by the bundle: test/outage.test.ts has the
// most telling ones.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};

test.each([
  ...sweepsOf(
    [usual, underStore].map(({ trial }) => ({ trial, steps: { crashes, cancellations } })),
    { steps: 4 },
  ),
  ...sweepsOf([{ trial: rollbackByName, steps: { crashes, faults: { choose: faultsAtPointer } } }], { steps: 3 }),
])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    const { failures, tried, of } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(1);
    expect(tried).toBeLessThanOrEqual(of);
  },
  120_000,
);
