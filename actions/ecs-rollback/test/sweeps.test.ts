import { sweepsOf } from '@actions-aws/testing';
import { usual } from './support/sweeps.ts';
import { rollbackAtPause, rollingRollback } from './support/trials.ts';

// The usual rollback is killed and cancelled at some calls, drawn by the commit, and the two that differ most from it are killed. Every
// sweep is in extended/sweeps.test.ts: of the other ways back, of faults and outages, and by the bundle.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};
const differing = [rollbackAtPause, rollingRollback].map((trial) => ({ trial, steps: { crashes } }));

test.each([
  ...sweepsOf([{ trial: usual.trial, steps: { crashes, cancellations } }], { steps: 6 }),
  ...sweepsOf(differing, { steps: 3 }),
])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    const { failures, tried, of } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(of);
  },
  120_000,
);
