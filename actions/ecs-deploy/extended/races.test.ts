import process from 'node:process';
import { drawnExploration, type Exploration, explore, scopeOf } from '@actions-aws/testing';
import { RACES } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit. Under `npm run prove` all in which no deployer is preempted, and of those
// in which some are, which are too many to try, a few hundred by chance. A failure begins with its schedule, for `replay`.

const WHOLE: readonly Exploration[] = [
  { preemptions: 0, own: 'as made' },
  { samples: 400, seed: 1 },
];

test.each(
  Object.entries(RACES).flatMap(([name, race]) => {
    const tried = scopeOf().isWhole ? WHOLE : [drawnExploration(name, { preemptions: 0 }, 8)];
    return tried.map(
      (which) => [name, 'samples' in which ? 'by chance' : 'without a preemption', race, which] as const,
    );
  }),
)(
  '%s at once, %s, end as if one had come after the other',
  async (name, how, race, which) => {
    const { tried, seconds, failures, endings } = await explore(race, which);
    const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
    process.stdout.write(`${name}: ${tried} schedules ${how} in ${seconds.toFixed(1)} s (${ends})\n`);
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
