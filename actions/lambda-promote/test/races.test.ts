import { explore } from '@actions-aws/testing';
import { CANARY_RACES, JOINT_RACES, RACES } from './support/races.ts';

// Other schedules by chance are tried in extended/, and all with at most two preemptions by `npm run prove`.
// A failure begins with its schedule: `replay(race, 'a3 b1')` tells request by request how it went.

test.each(Object.entries({ ...RACES, ...CANARY_RACES }))(
  '%s at once end as if one had come after the other',
  async (_name, race) => {
    const { failures, tried } = await explore(race, { preemptions: 0 });
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  60_000,
);

test('a promotion and a rollback, one of which is interrupted by the other, do so too', async () => {
  const { failures, endings } = await explore(RACES['a promotion and a rollback'], { preemptions: 1 });
  expect(failures).toEqual([]);
  // Both orders, and both ways to lose.
  expect(endings.size).toBeGreaterThan(3);
}, 60_000);

test.each(Object.entries(JOINT_RACES))(
  '%s at once leave nothing mixed',
  async (_name, race) => {
    const { failures } = await explore(race, { samples: 4, seed: 1 });
    expect(failures).toEqual([]);
  },
  60_000,
);
