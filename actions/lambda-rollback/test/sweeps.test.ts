import { faultsAtPointer, sweepsOf } from '@actions-aws/testing';
import { usual } from './support/sweeps.ts';
import { jointRollback } from './support/trials.ts';

// The usual rollback is killed and cancelled at every call; of what differs a sample is drawn by the commit. Every sweep
// is in extended/sweeps.test.ts, those by the bundle but for a few kills, and of one that has to search, as well.

const { outages = {}, crashes = {}, cancellations = {} } = usual.steps ?? {};

// How the bundle and the others meet faults, and how reads meet them, is for extended/ to try: each has a case for every fault.
const killed = { crashes: usual.processes?.crashes ?? {} };

test.each([
  ...sweepsOf([{ ...usual, steps: { crashes, cancellations }, processes: killed }], { steps: 1_000, processes: 2 }),
  ...sweepsOf(
    [
      { trial: usual.trial, steps: { faults: { choose: faultsAtPointer }, outages } },
      { trial: jointRollback, steps: { crashes, cancellations } },
    ],
    { steps: 4 },
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
