import { sweepsOf, withoutSignals } from '@actions-aws/testing';
import { others, telling, usual } from '../test/support/sweeps.ts';

// Of every sweep a sample, drawn by the commit; under `npm run prove` all of it.

// A deployment takes a process most of a minute, so that signals to one are for `npm run prove`: the steps cancel at each call as well.

test.each(sweepsOf([...withoutSignals([usual]), ...telling, ...others], { steps: 8, processes: 1 }))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
