import { explore } from '@actions-aws/testing';
import { RACES } from './support/races.ts';

// There are more schedules than can be tried: they are drawn by chance, a few here, more in extended/, and many by `npm run prove`.
// A failure begins with its schedule: `replay(race, 'a3 b1')` tells request by request how it went.

test.each(Object.entries(RACES))(
  '%s at once end as ECS lets them: on one that was proved, or on what was there before',
  async (_name, race) => {
    const { failures, tried } = await explore(race, { samples: 2, seed: 1 });
    expect(failures).toEqual([]);
    expect(tried).toBe(2);
  },
  60_000,
);
