import { inBrief, inTurn, sweepsOf } from '@actions-aws/testing';
import { others, telling, underStore, usual } from '../test/support/sweeps.ts';

// Of every sweep by steps a sample, and of one by the bundle, drawn by the commit; under `npm run prove` all of all, also what takes the bundle
// minutes: a promotion that goes back waits for all edges twice.

const all = [usual, ...telling, ...inBrief([...others, ...underStore])];

test.each([...sweepsOf(all, { steps: 8 }), ...inTurn(sweepsOf(all, { processes: 2 }), 1)])(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
