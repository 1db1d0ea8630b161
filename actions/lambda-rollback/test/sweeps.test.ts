import { sweepsOf } from '@actions-aws/testing';
import { others, usual } from './support/sweeps.ts';

// The usual rollback is killed and cancelled at every call; of what differs a sample is drawn by the commit. Every sweep
// is in extended/sweeps.test.ts.

const { faults = {}, outages = {}, ...rest } = usual.steps ?? {};

// How the bundle and the others meet faults is for extended/ to try: each has a case for every fault.
const { crashes: killed = {}, cancellations: cancelled = {} } = usual.processes ?? {};
const rare = others.map(({ trial, steps: { crashes = {}, cancellations = {} } = {} }) => ({
  trial,
  steps: { crashes, cancellations },
}));

test.each([
  ...sweepsOf([{ ...usual, steps: rest, processes: { crashes: killed, cancellations: cancelled } }], {
    steps: 1_000,
    processes: 4,
  }),
  ...sweepsOf([{ trial: usual.trial, steps: { faults, outages } }, ...rare], { steps: 4 }),
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
