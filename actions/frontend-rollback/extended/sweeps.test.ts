import { scopeOf, sweepsOf } from '@actions-aws/testing';
import { others, usual } from '../test/support/sweeps.ts';

// Of every sweep a sample, drawn by the commit; under `npm run prove` all of it, also the cancellations of the bundle: each waits
// for all edges, and those of frontend-promote show what a signal does to a process.

const { cancellations: _, ...quick } = usual.processes ?? {};
const tried = scopeOf().isWhole ? usual : { ...usual, processes: quick };

test.each(sweepsOf([tried, ...others], { steps: 20, processes: 4 }))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
