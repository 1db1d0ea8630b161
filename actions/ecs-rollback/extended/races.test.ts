import { type Exploration, racesOf } from '@actions-aws/testing';
import { RACES } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit. Under `npm run prove` all with one preemption at the most, in which requests
// that one run has under way at the same time go in one order, and many of those with two, which are too many to try; and others in any order, by
// chance. A failure begins with its schedule, for `replay`.

const WHOLE: Readonly<Record<string, Exploration>> = {
  'with two preemptions at the most': { preemptions: 1, own: 'as made', oneMore: { samples: 1_000, seed: 1 } },
  'by chance': { samples: 400, seed: 1 },
};

const MOST = 8;

test.each(racesOf(RACES, WHOLE, MOST))(
  '%s at once, %s, end as if one had come after the other, or as if there had been one only',
  async (_name, _how, run) => {
    const { tried, failures } = await run();
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
