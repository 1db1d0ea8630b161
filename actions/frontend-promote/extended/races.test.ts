import process from 'node:process';
import { drawnExploration, type Exploration, explore } from '@actions-aws/testing';
import { RACES, RACES_UNDER_STORE } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit. Under `npm run prove` all with at most two preemptions, where pointers stand
// in stores: some six hundred of a race, in which requests that one run has under way at the same time, such as those of the pages that it asks
// for, go in one order. Else files are copied both ways, of which there are more orders than can be tried: many by chance. A failure begins with
// its schedule, for `replay`.

const TWO: Exploration = { preemptions: 2, own: 'as made' };
const MANY: Exploration = { samples: 200, seed: 1 };

test.each([
  ...Object.entries(RACES).map(([name, race]) => [name, race, MANY] as const),
  ...Object.entries(RACES_UNDER_STORE).map(([name, race]) => [`${name} under stores`, race, TWO] as const),
])(
  '%s at once end as if one had come after the other',
  async (name, race, whole) => {
    const which = drawnExploration(name, whole, 8);
    const { tried, seconds, failures, endings } = await explore(race, which);
    const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
    const how = 'samples' in which ? 'by chance' : 'all with at most two preemptions';
    process.stdout.write(`${name}: ${tried} schedules, ${how}, in ${seconds.toFixed(1)} s (${ends})\n`);
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
