import { explore } from '@actions-aws/testing';
import { RACES, RACES_UNDER_STORE } from './support/races.ts';

// A few schedules by chance; in extended/ all without a preemption, and all with one by `npm run prove`. A failure begins with its schedule:
// `replay(race, 'a3 b1')` tells request by request how it went.

const FEW = [
  ['two stagings of one build', RACES['two stagings of one build']],
  ['two stagings of one workflow under stores', RACES_UNDER_STORE['two stagings of one workflow']],
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
