import { sweepsOf } from '@actions-aws/testing';
import { copy, tags } from './support/sweeps.ts';

// Of each sweep a sample, drawn by the commit; larger ones are in extended/sweeps.test.ts.

const { faults: tagFaults = {}, outages: tagOutages = {}, ...tagSteps } = tags.steps ?? {};
const { faults = {}, outages = {}, ...steps } = copy.steps ?? {};

test.each([
  ...sweepsOf([{ ...tags, steps: tagSteps, processes: { crashes: tags.processes?.crashes ?? {} } }], {
    steps: 6,
    processes: 2,
  }),
  ...sweepsOf([{ trial: tags.trial, steps: { faults: tagFaults, outages: tagOutages } }], { steps: 4 }),
  ...sweepsOf([{ trial: copy.trial, steps }], { steps: 6 }),
  ...sweepsOf([{ trial: copy.trial, steps: { faults, outages } }], { steps: 4 }),
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
