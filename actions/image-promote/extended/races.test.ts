import process from 'node:process';
import { drawnExploration, type Exploration, explore } from '@actions-aws/testing';
import { COPYING_RACES, RACES } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit; under `npm run prove` all with at most one preemption,
// and of copies many more by chance. A failure begins with its schedule, for `replay`.

const ALL: Exploration = { preemptions: 1 };
const MANY: Exploration = { samples: 200, seed: 1 };

test.each(
  Object.entries({ ...RACES, ...COPYING_RACES }).map(
    ([name, race]) => [name, race, name in COPYING_RACES ? MANY : ALL] as const,
  ),
)(
  '%s at once leave nothing mixed',
  async (name, race, whole) => {
    const { tried, seconds, failures, endings } = await explore(race, drawnExploration(name, whole, 20));
    const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
    process.stdout.write(`${name}: ${tried} schedules in ${seconds.toFixed(1)} s (${ends})\n`);
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
