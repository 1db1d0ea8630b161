import { inBrief, sweepsOf } from '@actions-aws/testing';
import { others, usual } from '../test/support/sweeps.ts';

// Of every sweep a sample, drawn by the commit; under `npm run prove` all of it, also of what the bundle does beside the usual rollback.

test.each(sweepsOf([usual, ...inBrief(others)], { steps: 8, processes: 2 }))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
