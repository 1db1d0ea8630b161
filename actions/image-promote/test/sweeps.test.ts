import { faultsAtPointer, sweepsOf } from '@actions-aws/testing';
import { copy, tags } from './support/sweeps.ts';

// Of each sweep a sample, drawn by the commit; larger ones are in extended/sweeps.test.ts, and so is how a copy meets faults and outages:
// its calls are of as many kinds as a registry has answers.

const { faults: _, outages: tagOutages = {}, ...tagSteps } = tags.steps ?? {};
const { crashes = {}, cancellations = {} } = copy.steps ?? {};

test.each([
  ...sweepsOf([{ ...tags, steps: tagSteps, processes: { crashes: tags.processes?.crashes ?? {} } }], {
    steps: 6,
    processes: 2,
  }),
  ...sweepsOf([{ trial: tags.trial, steps: { faults: { choose: faultsAtPointer }, outages: tagOutages } }], {
    steps: 4,
  }),
  ...sweepsOf([{ trial: copy.trial, steps: { crashes, cancellations } }], { steps: 4 }),
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
