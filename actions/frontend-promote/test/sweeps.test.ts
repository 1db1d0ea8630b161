import { faultsAtPointer, sweepsOf } from '@actions-aws/testing';
import { telling, underStore, usual } from './support/sweeps.ts';

// The usual promotion is killed and cancelled at some calls, drawn by the commit, and under a store killed; of the one that is taken back
// some faults strike its writes of the pointer. Every sweep is in extended/sweeps.test.ts, those by the bundle as a process as well.

const { crashes = {}, cancellations = {} } = usual.steps ?? {};
const [usualUnderStore, undoingUnderStore] = underStore;
const atThePointer = [...telling, undoingUnderStore!].map(({ trial }) => ({
  trial,
  steps: { faults: { choose: faultsAtPointer } },
}));

const ends = [
  { trial: usual.trial, steps: { crashes, cancellations } },
  { trial: usualUnderStore!.trial, steps: { crashes } },
];

test.each([...sweepsOf([...ends, ...atThePointer], { steps: 2 })])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    const { failures, tried, of } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(1);
    expect(tried).toBeLessThanOrEqual(of);
  },
  180_000,
);
