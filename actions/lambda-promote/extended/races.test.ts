import process from 'node:process';
import { drawnExploration, type Exploration, explore } from '@actions-aws/testing';
import { CANARY_RACES, JOINT_RACES, RACES } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit; under `npm run prove` all with at most two preemptions,
// and of three functions many more by chance. A failure begins with its schedule, for `replay`.

const ALL = { preemptions: 2 } as const;
const MANY: Exploration = { samples: 400, seed: 1 };

test.each(
  Object.entries({ ...RACES, ...CANARY_RACES, ...JOINT_RACES }).map(
    ([name, race]) => [name, race, name in JOINT_RACES ? MANY : ALL, name in JOINT_RACES ? 6 : 15] as const,
  ),
)(
  '%s at once end as if one had come after the other',
  async (name, race, whole, samples) => {
    const which = drawnExploration(name, whole, samples);
    const { tried, seconds, failures, endings } = await explore(race, which);
    const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
    const how = 'samples' in which ? `by chance, of seed ${which.seed}` : `all with ${ALL.preemptions} preemptions`;
    process.stdout.write(`${name}: ${tried} schedules, ${how}, in ${seconds.toFixed(1)} s (${ends})\n`);
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
