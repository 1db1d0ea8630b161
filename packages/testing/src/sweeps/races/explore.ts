import { callInWords } from '../crash-points.ts';
import { scopeOf, seedNumber } from '../sample.ts';
import type { Sweep, World } from '../trial.ts';
import type { Race } from './race.ts';
import { readSchedule, scheduleText } from './schedule.ts';
import { open } from './scheduler.ts';
import { along, byChance, type Decide, decided, everySchedule, randomFrom } from './strategy.ts';

/** Which schedules are tried. */
export type Exploration =
  /** All with at most so many preemptions: a preemption takes the turn from a deployer that could go on. */
  | { readonly preemptions: number }
  /** So many by chance, the same ones for the same seed. */
  | { readonly samples: number; readonly seed: number };

/**
 * The whole of a race's schedules under `npm run prove`; otherwise so many by chance, drawn by the commit.
 *
 * @param of the race's name, by which each race draws others.
 */
export function drawnExploration(of: string, whole: Exploration, samples: number): Exploration {
  const scope = scopeOf();
  return scope.isWhole ? whole : { samples, seed: seedNumber(scope, of) };
}

/** What was found; the first failure has the fewest preemptions, and of those the shortest schedule. */
export interface Explored extends Omit<Sweep, 'of'> {
  /** How often each ended how, such as `a promoted, b superseded`. */
  readonly endings: ReadonlyMap<string, number>;
}

/** After so many failing schedules the rest adds nothing. */
const ENOUGH = 10;

/** Tries schedules of a race, each in a restored world. A failure begins with its schedule, for `replay`. */
export async function explore<W extends World, Seen>(race: Race<W, Seen>, which: Exploration): Promise<Explored> {
  const started = performance.now();
  const scheduler = await open(race);
  const failures: string[] = [];
  const endings = new Map<string, number>();
  let tried = 0;
  let failing = 0;
  const attempt = async (decide: Decide) => {
    tried += 1;
    const { points, wrong, finished } = await scheduler.run(decide, 'preemptions' in which);
    const told = [...finished.endings].map(([name, { outputs }]) => `${name} ${outputs.outcome}`).join(', ');
    endings.set(told, (endings.get(told) ?? 0) + 1);
    if (wrong.length > 0) failing += 1;
    failures.push(...wrong.map((sentence) => `schedule '${scheduleText(decided(points))}': ${sentence}`));
    return points;
  };
  try {
    if ('samples' in which) {
      const random = randomFrom(which.seed);
      while (tried < which.samples && failing < ENOUGH) await attempt(byChance(random));
    } else {
      await everySchedule(which.preemptions, attempt, () => failing < ENOUGH);
    }
  } finally {
    await scheduler.close();
  }
  return { tried, failures, endings, seconds: (performance.now() - started) / 1000 };
}

/** Runs one schedule, such as `a3 b1`, and tells request by request how it went. */
export async function replay<W extends World, Seen>(
  race: Race<W, Seen>,
  schedule: string,
): Promise<{ readonly failures: readonly string[]; readonly transcript: string }> {
  const scheduler = await open(race);
  try {
    const choices = readSchedule(schedule);
    const { wrong, finished, points } = await scheduler.run(along(choices), false);
    if (points.length < choices.length) throw new Error('the schedule is not over, but all have ended');
    const lines = finished.moves.map(({ name, entry }) => {
      const time = new Date(entry.time).toISOString().slice(11, 23);
      return `${time} ${name} ${callInWords(entry)} ${entry.error ?? entry.status ?? entry.ended ?? 'is open'}`;
    });
    const ends = [...finished.endings].map(([name, { outputs, stdout }]) => `${name} ${outputs.outcome}\n${stdout}`);
    return { failures: wrong, transcript: [...lines, ...ends].join('\n') };
  } finally {
    await scheduler.close();
  }
}
