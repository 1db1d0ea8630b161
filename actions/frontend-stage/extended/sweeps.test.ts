import { inBrief, sweepsOf, withoutSignals } from '@actions-aws/testing';
import { others, underStore, usual } from '../test/support/sweeps.ts';

// Of every sweep a sample, drawn by the commit; under `npm run prove` all of it, also the cancellations of the bundle: each waits
// for all edges, and those of frontend-promote show what a signal does to a process.

test.each(sweepsOf([...withoutSignals([usual, underStore]), ...inBrief(others)], { steps: 8, processes: 2 }))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
