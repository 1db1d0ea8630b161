import { callInWords } from '../crash-points.ts';
import { scopeOf, seedNumber } from '../sample.ts';
import type { Sweep, World } from '../trial.ts';
import type { Race } from './race.ts';
import { readSchedule, scheduleText } from './schedule.ts';
import { open } from './scheduler.ts';
import {
  along,
  byChance,
  type Decide,
  decided,
  everyHold,
  everyPair,
  everySchedule,
  holdBy,
  randomFrom,
} from './strategy.ts';

/** Which schedules are tried. */
export type Exploration =
  /**
   * All with at most so many preemptions: a preemption takes the turn from a deployer that could go on. Where a deployer has several requests
   * under way, all orders of these; or `as made`, one of them, where there would be more schedules than can be tried. With `oneMore`, so many
   * by chance of those that have one preemption more, the same ones for the same seed.
   */
  | {
      readonly preemptions: number;
      readonly own?: 'in all orders' | 'as made';
      readonly oneMore?: { readonly samples: number; readonly seed: number };
    }
  /**
   * Without a preemption, each pair of requests that a deployer has under way at the same time in both orders: each schedule has one request
   * go on before those that it had under way already.
   */
  | { readonly own: 'each pair in both orders' }
  /**
   * A deployer begins first, and one of its writes is slow: the others go on meanwhile, and sleep so many times. Each write of each deployer, and
   * each number of times up to 40, and then each twice the one before: these are the schedules in which one has looked long before it writes.
   */
  | { readonly held: 'each write' }
  /** So many by chance, the same ones for the same seed; of those in which a write is held, where that is said. */
  | { readonly samples: number; readonly seed: number; readonly held?: 'some writes' };

/**
 * The whole of a race's schedules under `npm run prove`; otherwise so many of their kind by chance, drawn by the commit.
 *
 * @param of the race's name, by which each race draws others.
 */
export function drawnExploration(of: string, whole: Exploration, samples: number): Exploration {
  const scope = scopeOf();
  if (scope.isWhole) return whole;
  return { samples, seed: seedNumber(scope, of), ...('held' in whole && { held: 'some writes' }) };
}

/** What was found; the first failure has the fewest preemptions, and of those the shortest schedule. */
export interface Explored extends Omit<Sweep, 'of'> {
  /** How often each ended how, such as `a promoted, b superseded`. */
  readonly endings: ReadonlyMap<string, number>;
  /** How many schedules there are that take one preemption more than all of those that were tried: what `oneMore` draws from. */
  readonly withOneMore: number;
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
  let withOneMore = 0;
  const names = Object.keys(race.deployers);
  const attempt = async (decide: Decide) => {
    tried += 1;
    const { points, wrong, finished } = await scheduler.run(decide, !('samples' in which), 'held' in which);
    const told = [...finished.endings].map(([name, { outputs }]) => `${name} ${outputs.outcome}`).join(', ');
    endings.set(told, (endings.get(told) ?? 0) + 1);
    if (wrong.length > 0) failing += 1;
    failures.push(...wrong.map((sentence) => `schedule '${scheduleText(decided(points))}': ${sentence}`));
    return points;
  };
  try {
    if ('samples' in which) {
      const random = randomFrom(which.seed);
      const decide = () => (which.held ? holdBy(random, names) : byChance(random));
      while (tried < which.samples && failing < ENOUGH) await attempt(decide());
    } else if ('held' in which) {
      await everyHold(names, attempt, () => failing < ENOUGH);
    } else {
      const goOn = () => failing < ENOUGH;
      if (which.own === 'each pair in both orders') await everyPair(attempt, goOn);
      else {
        const stems = await everySchedule(which.preemptions, attempt, goOn, which.own);
        withOneMore = stems.length;
        const { samples = 0, seed = 0 } = which.oneMore ?? {};
        const random = randomFrom(seed);
        for (let drawn = 0; drawn < samples && stems.length > 0 && goOn(); drawn += 1) {
          const [stem = []] = stems.splice(Math.floor(random() * stems.length), 1);
          await attempt(along(stem));
        }
      }
    }
  } finally {
    await scheduler.close();
  }
  return { tried, failures, endings, withOneMore, seconds: (performance.now() - started) / 1000 };
}

/** Runs one schedule, such as `a3 b1`, and tells request by request how it went. */
export async function replay<W extends World, Seen>(
  race: Race<W, Seen>,
  schedule: string,
): Promise<{ readonly failures: readonly string[]; readonly transcript: string }> {
  const scheduler = await open(race);
  try {
    const choices = readSchedule(schedule);
    const { wrong, finished, points } = await scheduler.run(along(choices), false, true);
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
