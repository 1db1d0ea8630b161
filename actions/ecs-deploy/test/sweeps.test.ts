import { sweepsOf } from '@actions-aws/testing';
import { usual } from './support/sweeps.ts';
import { undoing } from './support/trials.ts';

// The usual deployment and one that is taken back are disturbed at some calls, drawn by the commit. Every sweep is in
// extended/sweeps.test.ts, those of a deployment that is rejected, of faults, and by the bundle as a process, as well.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};
const stepped = [usual.trial, undoing].map((trial) => ({ trial, steps: { crashes, cancellations } }));

test.each([...sweepsOf(stepped, { steps: 2 })])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    const { failures, tried, of } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(1);
    expect(tried).toBeLessThanOrEqual(of);
  },
  180_000,
);
