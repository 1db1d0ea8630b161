import { explore } from '@actions-aws/testing';
import { RACES, RACES_UNDER_STORE } from './support/races.ts';

// What goes at the same time in one run, such as the copies of files, can go in any order: there are more schedules than can be
// tried, even without a preemption. So they are drawn by chance: a few here, more in extended/, and many by `npm run prove`.
// A failure begins with its schedule: `replay(race, 'a3 b1')` tells request by request how it went.

const FEW = [
  ['two promotions of the same release', RACES['two promotions of the same release']],
  ['a promotion and a rollback', RACES['a promotion and a rollback']],
  ['a promotion that is taken back and a rollback', RACES['a promotion that is taken back and a rollback']],
  ['a promotion and that of an older run under stores', RACES_UNDER_STORE['a promotion and that of an older run']],
  ['a promotion and a rollback under stores', RACES_UNDER_STORE['a promotion and a rollback']],
] as const;

test.each(FEW)(
  '%s at once end as if one had come after the other',
  async (_name, race) => {
    const { failures, tried } = await explore(race, { samples: 2, seed: 1 });
    expect(failures).toEqual([]);
    expect(tried).toBe(2);
  },
  60_000,
);
