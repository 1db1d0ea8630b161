import { explore } from '@actions-aws/testing';
import { RACES } from './support/races.ts';

// Other schedules by chance are tried in extended/, and all with at most two preemptions by `npm run prove`.
// A failure begins with its schedule: `replay(race, 'a3 b1')` tells request by request how it went.

test.each(Object.entries(RACES))(
  '%s at once end as if one had come after the other, or as if there had been one only',
  async (_name, race) => {
    const { failures, tried } = await explore(race, { samples: 3, seed: 1 });
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  120_000,
);
