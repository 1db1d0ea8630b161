import { type FaultCase, sweepsOf } from '@actions-aws/testing';
import { telling, usual } from './support/sweeps.ts';

// The usual promotion is killed and cancelled at some calls, drawn by the commit; of the one that is taken back some faults strike its
// writes of the pointer. Every sweep is in extended/sweeps.test.ts, those by the bundle as a process as well.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};
const atThePointer = telling.map(({ trial }) => ({
  trial,
  steps: {
    faults: {
      choose: (cases: readonly FaultCase[]) =>
        cases.filter(({ callKind, lasting }) => callKind === 'pointer' && !lasting),
    },
  },
}));

test.each([...sweepsOf([{ trial: usual.trial, steps: { crashes, cancellations } }, ...atThePointer], { steps: 2 })])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    const { failures, tried, of } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(1);
    expect(tried).toBeLessThanOrEqual(of);
  },
  180_000,
);
