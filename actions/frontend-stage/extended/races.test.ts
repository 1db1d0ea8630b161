import process from 'node:process';
import { type Exploration, explore, type Race, scopeOf } from '@actions-aws/testing';
import { ALONE, RACES, RACES_UNDER_STORE } from '../test/support/races.ts';
import type { StageWorld } from '../test/support/trials.ts';

// All schedules without a preemption, and with at most two by `npm run prove`, in which the requests that one run has under way at the same time
// go in one order: between 900 and 2,100 of a race. Others in any order, by chance. In which order uploads go is tried apart: each pair of them in
// both orders. A failure begins with its schedule, for `replay`.

const { isWhole } = scopeOf();
const ALL: Exploration = { preemptions: isWhole ? 2 : 0, own: 'as made' };
const BY_CHANCE: Exploration = { samples: isWhole ? 100 : 4, seed: 1 };

const rows = (races: Readonly<Record<string, Race<StageWorld>>>, where: string) =>
  Object.entries(races).map(([name, race]) => [`${name}${where}`, race] as const);

test.each([...rows(RACES, ''), ...rows(RACES_UNDER_STORE, ' under stores')])(
  '%s at once end as if one had come after the other',
  async (name, race) => {
    for (const which of [ALL, BY_CHANCE]) {
      const { tried, seconds, failures, endings } = await explore(race, which);
      const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
      const all = `all with ${isWhole ? 'at most two preemptions' : 'none'}`;
      const how = 'samples' in which ? 'by chance' : all;
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
