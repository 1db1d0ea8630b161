import process from 'node:process';
import { type Exploration, explore, type Race, scopeOf } from '@actions-aws/testing';
import { ALONE, RACES, RACES_UNDER_STORE } from '../test/support/races.ts';
import type { StageWorld } from '../test/support/trials.ts';

// All schedules without a preemption, and with one by `npm run prove`, in which the requests that one run has under way at the same time go in
// one order. With two there are more of each race than can be tried, how many is said beside it: some of these are drawn by chance, and others of
// any number. In which order uploads go is tried apart: each pair of them in both orders. A failure begins with its schedule, for `replay`.

const { isWhole } = scopeOf();
const ALL: Exploration = {
  preemptions: isWhole ? 1 : 0,
  own: 'as made',
  ...(isWhole && { oneMore: { samples: 200, seed: 1 } }),
};
const BY_CHANCE: Exploration = { samples: isWhole ? 100 : 4, seed: 1 };

const rows = (races: Readonly<Record<string, Race<StageWorld>>>, where: string) =>
  Object.entries(races).map(([name, race]) => [`${name}${where}`, race] as const);

test.each([...rows(RACES, ''), ...rows(RACES_UNDER_STORE, ' under stores')])(
  '%s at once end as if one had come after the other',
  async (name, race) => {
    for (const which of [ALL, BY_CHANCE]) {
      const { tried, seconds, failures, endings, withOneMore } = await explore(race, which);
      const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
      const all = isWhole ? 'all with one preemption, some of' : 'all with none, none of';
      const how = 'samples' in which ? 'by chance' : `${all} ${withOneMore} with one more`;
      process.stdout.write(`${name}: ${tried} schedules, ${how}, in ${seconds.toFixed(1)} s (${ends})\n`);
      expect(failures).toEqual([]);
      expect(tried).toBeGreaterThan(1);
    }
  },
  3_600_000,
);

test.each(Object.entries(ALONE))(
  'the uploads of %s, each pair of them in both orders, end as any others',
  async (name, race) => {
    const { failures, tried, seconds } = await explore(race, { own: 'each pair in both orders' });
    process.stdout.write(`${name}: ${tried} schedules, each pair in both orders, in ${seconds.toFixed(1)} s\n`);
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(10);
  },
  600_000,
);
