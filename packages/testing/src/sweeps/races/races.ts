import process from 'node:process';
import { scopeOf } from '../sample.ts';
import type { World } from '../trial.ts';
import { drawnExploration, type Exploration, type Explored, explore } from './explore.ts';
import type { Race } from './race.ts';

/** A row for `test.each`: a race, which schedules of it are tried, and what tries them. */
export type RaceRow = readonly [name: string, how: string, run: () => Promise<Explored>];

/**
 * Each race by each exploration, whole under `npm run prove`, and otherwise `most` schedules of each, drawn by the commit. What was tried, and
 * how it ended, goes to the console.
 */
export function racesOf<W extends World, Seen>(
  races: Readonly<Record<string, Race<W, Seen>>>,
  whole: Readonly<Record<string, Exploration>>,
  most: number,
): readonly RaceRow[] {
  return Object.entries(races).flatMap(([name, race]) =>
    Object.entries(whole).map(([how, which]): RaceRow => {
      const drawn = drawnExploration(`${name}, ${how}`, which, most);
      return [name, how, () => told(name, how, explore(race, drawn))];
    }),
  );
}

async function told(name: string, how: string, exploring: Promise<Explored>): Promise<Explored> {
  const explored = await exploring;
  const { tried, seconds, endings, withOneMore } = explored;
  const ends = [...endings].map(([ending, times]) => `${ending}: ${times}`).join('; ');
  const some = withOneMore > 0 ? `, up to all of ${withOneMore} with one preemption more,` : '';
  process.stdout.write(
    `${name}: ${tried} schedules ${how}${some} in ${seconds.toFixed(1)} s, SWEEP_SEED=${scopeOf().seed} (${ends})\n`,
  );
  return explored;
}
