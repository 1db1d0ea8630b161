import { inTurn, sweepsOf, withoutSignals } from '@actions-aws/testing';
import { usual } from '../test/support/sweeps.ts';

// By the bundle as a process, which takes most of a minute for each deployment: one sweep, drawn by the commit, and of it a sample; under
// `npm run prove` all of all, and signals to a process, since the steps cancel at each call as well.

test.each(inTurn(sweepsOf(withoutSignals([usual]), { processes: 1 }), 1))(
  '%s: it ends safely, and once the job runs again as if nothing had been',
  async (_name, run) => {
    expect((await run()).failures).toEqual([]);
  },
  3_600_000,
);
