import { type Exploration, explore } from '@actions-aws/testing';
import { RACES } from './support/races.ts';

// There are more schedules than can be tried: they are drawn by chance, a few here, more in extended/, and many by `npm run prove`.
// A failure begins with its schedule: `replay(race, 'a3 b1')` tells request by request how it went.

const FEW: readonly Exploration[] = [
  { samples: 1, seed: 1 },
  { samples: 1, seed: 1, held: 'some writes' },
];

test.each(Object.entries(RACES))(
  '%s at once end as ECS lets them: on the newest that was proved, or on what was there before',
  async (_name, race) => {
    for (const which of FEW) {
      const { failures, tried } = await explore(race, which);
      expect(failures).toEqual([]);
      expect(tried).toBe(1);
    }
  },
  60_000,
);
