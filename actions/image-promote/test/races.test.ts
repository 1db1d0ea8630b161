import { explore } from '@actions-aws/testing';
import { COPYING_RACES, RACES } from './support/races.ts';

// Some schedules by chance: each asks several things at once, so that there are too many to try all. Others are tried in
// extended/, and many by `npm run prove`. A failure begins with its schedule: `replay(race, 'a3 b1')` tells request by request.

test.each(Object.entries({ ...RACES, ...COPYING_RACES }))(
  '%s at once leave nothing mixed',
  async (_name, race) => {
    const { failures, tried } = await explore(race, { samples: 8, seed: 3 });
    expect(failures).toEqual([]);
    expect(tried).toBe(8);
  },
  120_000,
);
