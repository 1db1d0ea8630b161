import process from 'node:process';
import { drawnExploration, explore, scopeOf } from '@actions-aws/testing';
import { RACES } from '../test/support/races.ts';

// Of the schedules of each race some by chance, drawn by the commit; under `npm run prove` all with at most two preemptions. A failure
// begins with its schedule, for `replay`.

test.each(Object.entries(RACES))(
  '%s at once end as if one had come after the other, or as if there had been one only',
  async (name, race) => {
    const which = drawnExploration(name, { preemptions: 2 }, 15);
    const { tried, seconds, failures, endings } = await explore(race, which);
    const ends = [...endings].map(([told, times]) => `${told}: ${times}`).join('; ');
    process.stdout.write(
      `${name}: ${tried} schedules in ${seconds.toFixed(1)} s, SWEEP_SEED=${scopeOf().seed} (${ends})\n`,
    );
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(2);
  },
  3_600_000,
);
