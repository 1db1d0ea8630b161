import { sweepsOf } from '@actions-aws/testing';
import { others, underStore, usual } from './support/sweeps.ts';
import { firstStaging } from './support/trials.ts';

// Kills and cancellations, a sample drawn by the commit: staging what TEST serves writes nothing, and has none. What lasts until the time is up takes long to try: faults, outages and what the
// bundle makes of a kill are in extended/sweeps.test.ts.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};

test.each([
  ...sweepsOf([{ trial: usual.trial, steps: { crashes, cancellations } }], { steps: 3 }),
  ...sweepsOf(
    [underStore, ...others.filter(({ trial }) => trial === firstStaging)].map(({ trial, steps }) => ({
      trial,
      steps: { crashes: steps?.crashes ?? {} },
    })),
    { steps: 2 },
  ),
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
