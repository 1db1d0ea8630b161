import { sweepsOf } from '@actions-aws/testing';
import { others, usual } from './support/sweeps.ts';

// Of each sweep a few cases, drawn by the commit. How the usual rollback meets faults and outages, among users who look at every edge all
// the while, is for extended/sweeps.test.ts to try, and so are runs by the bundle: test/outage.test.ts has the most telling ones.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};

test.each([
  ...sweepsOf([{ trial: usual.trial, steps: { crashes, cancellations } }], { steps: 6 }),
  ...sweepsOf(
    others.map(({ trial, steps = {} }) => ({ trial, steps })),
    { steps: 3 },
  ),
])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    const { failures, tried, of } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
    expect(tried).toBeLessThanOrEqual(of);
  },
  120_000,
);
