import { explore } from '@actions-aws/testing';
import { COPYING_RACES, RACES } from './support/races.ts';

// One after the other, and some schedules by chance; others are tried in extended/, and by `npm run prove` all with at most one
// preemption.
// A failure begins with its schedule: `replay(race, 'a3 b1')` tells request by request how it went.

test.each(Object.entries(RACES))(
  '%s at once leave nothing mixed',
  async (_name, race) => {
    for (const which of [{ preemptions: 0 }, { samples: 6, seed: 3 }]) {
      const { failures, tried } = await explore(race, which);
      expect(failures).toEqual([]);
      expect(tried).toBeGreaterThan(1);
    }
  },
  120_000,
);

test.each(Object.entries(COPYING_RACES))(
  '%s at once end with all of it',
  async (_name, race) => {
    const { failures } = await explore(race, { samples: 3, seed: 1 });
    expect(failures).toEqual([]);
  },
  60_000,
);
