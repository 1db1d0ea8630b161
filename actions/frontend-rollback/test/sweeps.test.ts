import { sweepsOf } from '@actions-aws/testing';
import { others, usual } from './support/sweeps.ts';

// Of each sweep a few cases, drawn by the commit. More of them, and runs by the bundle, are in extended/sweeps.test.ts.

const { trial, steps = {} } = usual;

test.each([
  ...sweepsOf([{ trial, steps }], { steps: 6 }),
  ...sweepsOf(
    others.map((one) => ({ trial: one.trial, steps: one.steps ?? {} })),
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
