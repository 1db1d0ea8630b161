import { sweepsOf } from '@actions-aws/testing';
import { copy, gates, tags } from '../test/support/sweeps.ts';

// Of every sweep a sample, drawn by the commit; under `npm run prove` all of it.

test.each(sweepsOf([tags, copy, gates], { steps: 12, processes: 2 }))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
