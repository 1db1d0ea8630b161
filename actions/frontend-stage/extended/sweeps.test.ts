import { inBrief, inTurn, sweepsOf, withoutSignals } from '@actions-aws/testing';
import { others, underStore, usual } from '../test/support/sweeps.ts';

// Of the sweeps by steps most, and one by the bundle, drawn by the commit, and of each a sample; under `npm run prove` all of all, also the
// cancellations of the bundle: each waits for all edges, and those of frontend-promote show what a signal does to a process.

const main = withoutSignals([usual, underStore]);

test.each([
  ...inTurn(sweepsOf([...main, ...inBrief(others)], { steps: 8 }), 16),
  ...inTurn(sweepsOf(main, { processes: 2 }), 1),
])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
