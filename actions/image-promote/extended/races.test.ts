import process from 'node:process';
import { drawnExploration, type Exploration, explore } from '@actions-aws/testing';
import { COPYING_RACES, RACES } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit; under `npm run prove` many more. A failure begins with its
// schedule, for `replay`.

const MANY: Exploration = { samples: 400, seed: 1 };

test.each(Object.entries({ ...RACES, ...COPYING_RACES }))(
  '%s at once leave nothing mixed',
  async (name, race) => {
    const { tried, seconds, failures, endings } = await explore(race, drawnExploration(name, MANY, 20));
    const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
    process.stdout.write(`${name}: ${tried} schedules in ${seconds.toFixed(1)} s (${ends})\n`);
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
