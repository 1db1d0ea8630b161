import { inBrief, sweepsOf } from '@actions-aws/testing';
import { others, telling, underStore, usual } from '../test/support/sweeps.ts';

// Of every sweep a sample, drawn by the commit; under `npm run prove` all of it, also what takes the bundle minutes: a promotion that
// goes back waits for all edges twice.

test.each(sweepsOf([usual, ...telling, ...inBrief([...others, ...underStore])], { steps: 8, processes: 2 }))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
