import process from 'node:process';
import { drawnExploration, type Exploration, explore, type Race, scopeOf } from '@actions-aws/testing';
import { RACES, RACES_UNDER_STORE } from '../test/support/races.ts';
import type { StagedWorld } from '../test/support/trials.ts';

// Of the schedules of each race some by chance, drawn by the commit. Under `npm run prove` all with at most two preemptions, in which requests
// that one run has under way at the same time, such as the copies of files, go in one order: some 600 of a race under stores, and some 1,200 of one
// with a rollback. Of two promotions that copy files there are 4,000, which take longer than ten minutes of a processor: all with one preemption,
// and many of those with two; and others in any order, by chance. A failure begins with its schedule, for `replay`.

const TWO: Exploration = { preemptions: 2, own: 'as made' };
const SOME_OF_TWO: Exploration = { preemptions: 1, own: 'as made', oneMore: { samples: 1_800, seed: 1 } };
const ANY_ORDER: Exploration = { samples: 200, seed: 1 };

const TWO_PROMOTIONS = ['two promotions of the same release', 'a promotion and that of an older run'];
const { isWhole } = scopeOf();

const rows = (races: Readonly<Record<string, Race<StagedWorld>>>, where: string, isStored: boolean) =>
  Object.entries(races).map(([name, race]) => {
    const orders = TWO_PROMOTIONS.includes(name) && !isStored ? SOME_OF_TWO : TWO;
    const all = isStored ? [orders] : [orders, ANY_ORDER];
    return [`${name}${where}`, race, isWhole ? all : [drawnExploration(`${name}${where}`, orders, 8)]] as const;
  });

test.each([...rows(RACES, '', false), ...rows(RACES_UNDER_STORE, ' under stores', true)])(
  '%s at once end as if one had come after the other',
  async (name, race, all) => {
    for (const which of all) {
      const { tried, seconds, failures, endings, withOneMore } = await explore(race, which);
      const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
      const ordered =
        which === SOME_OF_TWO ? `one preemption, some of ${withOneMore} with one more` : 'two preemptions';
      const how = 'samples' in which ? 'by chance' : `all with at most ${ordered}`;
      process.stdout.write(`${name}: ${tried} schedules, ${how}, in ${seconds.toFixed(1)} s (${ends})\n`);
      expect(failures).toEqual([]);
      expect(tried).toBeGreaterThan(2);
    }
  },
  3_600_000,
);
