import { inTurn, sweepsOf } from '@actions-aws/testing';
import { others, telling, usual } from '../test/support/sweeps.ts';

// Of the sweeps by steps one of each trial, drawn by the commit, and of it a sample; under `npm run prove` all of all.

test.each(inTurn(sweepsOf([usual, ...telling, ...others], { steps: 8 }), 1 + telling.length + others.length))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
