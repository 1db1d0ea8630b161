import type { JournalEntry, Waiting } from '@actions-aws/local-aws';
import type { EndedBundle } from '../bundle.ts';
import { callInWords, isWrite } from '../crash-points.ts';
import type { Sweep, World } from '../trial.ts';
import { type Choice, readSchedule, scheduleText } from './schedule.ts';
import { type Running, type Stage, stageOn, stuck } from './stage.ts';

/** Several who act at once on the same things. */
export interface Contest<W extends World> {
  /** Makes the world, on a stepped clock. After each schedule it is put back to how it was made. */
  world(): Promise<W>;
  /** Starts each, by a short name of small letters; not `wait`. Each begins when the schedule has its first turn. */
  readonly deployers: Readonly<Record<string, (stage: Stage, world: W, name: string) => Promise<Running<EndedBundle>>>>;
  /** Watches one schedule, and judges it at its end. Made before anybody begins. */
  referee(world: W, serially: Serially): Promise<Referee>;
  /**
   * Whether nothing that anybody writes in this contest can change what this request answers, nor this request what
   * anybody is answered. Such a request goes on as soon as it is made, and no schedule differs in it.
   *
   * This loses none of the schedules with at most so many preemptions. Take any of them, and move each such request to
   * the moment in which it was made: it commutes with all that came between, time does not pass while it is parked, so
   * every answer stays the same. Whoever was preempted in the new schedule was so in the old one: it had the same
   * requests parked, or one of these before them.
   *
   * Quotas are shared by all requests, so no request may be throttled; `explore` sees to that.
   */
  isConstant?(request: Waiting): boolean;
}

/** One request that went on. */
export interface Move {
  readonly name: string;
  readonly entry: JournalEntry;
}

/** How a schedule was played to its end. */
export interface Played {
  readonly moves: readonly Move[];
  readonly endings: ReadonlyMap<string, EndedBundle>;
}

/** Watches over a schedule. */
export interface Referee {
  /** Called after each request, while all are at rest. */
  saw(move: Move): Promise<void>;
  /** A sentence for each thing that is wrong. */
  verdict(played: Played): Promise<readonly string[]>;
}

/** Plays some of the deployers one after another, each to its end, and tells what `look` sees then; the same ones only once. */
export type Serially = <Seen>(
  names: readonly string[],
  look: (played: Played) => Promise<Seen>,
) => Promise<{ readonly played: Played; readonly seen: Seen }>;

/** Which schedules are tried. */
export type Exploration =
  /** All with at most so many preemptions: a preemption takes the turn from somebody who could go on. */
  | { readonly preemptions: number }
  /** So many by chance, the same ones for the same seed. */
  | { readonly samples: number; readonly seed: number };

/** What was found; the first failure has the fewest preemptions, and of those the shortest schedule. */
export interface Explored extends Sweep {
  /** How often each ended how, such as `a promoted, b superseded`. */
  readonly endings: ReadonlyMap<string, number>;
}

/** After so many failing schedules nobody reads on. */
const ENOUGH = 10;

/** Tries schedules of a contest, each in a restored world. A failure begins with its schedule, for `replay`. */
export async function explore<W extends World>(contest: Contest<W>, which: Exploration): Promise<Explored> {
  const started = performance.now();
  const hall = await open(contest);
  const failures: string[] = [];
  const endings = new Map<string, number>();
  let tried = 0;
  let failing = 0;
  const attempt = async (decide: Decide) => {
    tried += 1;
    const { points, wrong, played } = await hall.play(decide, 'preemptions' in which);
    const told = [...played.endings].map(([name, { outputs }]) => `${name} ${outputs.outcome}`).join(', ');
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
    await hall.close();
  }
  return { tried, failures, endings, seconds: (performance.now() - started) / 1000 };
}

/** Plays one schedule, such as `a3 b1`, and tells request by request how it went. */
export async function replay<W extends World>(
  contest: Contest<W>,
  schedule: string,
): Promise<{ readonly failures: readonly string[]; readonly transcript: string }> {
  const hall = await open(contest);
  try {
    const choices = readSchedule(schedule);
    const { wrong, played, points } = await hall.play(along(choices), false);
    if (points.length < choices.length) throw new Error('the schedule is not over, but everybody has ended');
    const lines = played.moves.map(({ name, entry }) => {
      const time = new Date(entry.time).toISOString().slice(11, 23);
      return `${time} ${name} ${callInWords(entry)} ${entry.error ?? entry.status ?? entry.ended ?? 'is open'}`;
    });
    const ends = [...played.endings].map(([name, { outputs, stdout }]) => `${name} ${outputs.outcome}\n${stdout}`);
    return { failures: wrong, transcript: [...lines, ...ends].join('\n') };
  } finally {
    await hall.close();
  }
}

/** A moment in which several could go on, or one with several requests. */
interface Point {
  readonly options: readonly Choice[];
  readonly chosen: Choice;
  /** Who went on before. */
  readonly current: string | undefined;
}

type Decide = (options: readonly Choice[], current: string | undefined, depth: number) => Choice;

function byDefault(options: readonly Choice[], current: string | undefined): Choice {
  return options.find(({ name }) => name === current) ?? options[0]!;
}

/** As it is written, and then as by nobody. */
function along(schedule: readonly Choice[]): Decide {
  return (options, current, depth) => {
    const wanted = schedule[depth];
    if (!wanted) return byDefault(options, current);
    const found = options.find((one) => isSame(one, wanted));
    if (found) return found;
    const able = options.map((one) => scheduleText([one])).join(', ');
    throw new Error(`the schedule goes on with ${scheduleText([wanted])}, but here can go on only ${able}`);
  };
}

/** A switch now and then, at a rate that is itself left to chance: seldom finds what is deep, often what is dense. */
function byChance(random: () => number): Decide {
  const rate = 0.02 + 0.4 * random() ** 2;
  return (options, current) => {
    const own = options.filter(({ name }) => name === current);
    const from = own.length > 0 && random() >= rate ? own : options;
    return from[Math.floor(random() * from.length)] ?? options[0]!;
  };
}

/**
 * Each schedule once: one that was played by default from some depth on is a stem from which others branch off there.
 * Those with fewer preemptions come first, and of those the ones that branch off earlier.
 */
async function everySchedule(
  most: number,
  attempt: (decide: Decide) => Promise<readonly Point[]>,
  goOn: () => boolean,
): Promise<void> {
  const waiting: Choice[][][] = Array.from({ length: most + 1 }, () => []);
  waiting[0] = [[]];
  for (const [level, stems] of waiting.entries()) {
    for (let stem = stems.shift(); stem !== undefined && goOn(); stem = stems.shift()) {
      const points = await attempt(along(stem));
      for (const [depth, { options, chosen, current }] of points.entries()) {
        if (depth < stem.length) continue;
        for (const option of options) {
          if (isSame(option, chosen)) continue;
          const isPreemption = option.name !== current && options.some(({ name }) => name === current);
          const before = points.slice(0, depth).map((point) => point.chosen);
          waiting[level + (isPreemption ? 1 : 0)]?.push([...before, option]);
        }
      }
      stems.sort((a, b) => a.length - b.length);
    }
  }
}

/** The name of a choice that is nobody's: time passes, though somebody could begin now. */
const WAIT = 'wait';

interface Hall {
  play(
    decide: Decide,
    isReduced: boolean,
  ): Promise<{ readonly points: readonly Point[]; readonly wrong: readonly string[]; readonly played: Played }>;
  close(): Promise<void>;
}

async function open<W extends World>(contest: Contest<W>): Promise<Hall> {
  const world = await contest.world();
  const { control } = world.cloud;
  const stage = await stageOn(world.cloud);
  await control.snapshot('before the contest');
  const serial = new Map<string, Promise<{ readonly played: Played; readonly seen: never }>>();

  async function begin(): Promise<void> {
    await stage.clear();
    await control.restore('before the contest');
    await control.clearJournal();
  }

  const serially: Serially = (names, look) => {
    const key = names.join(' ');
    const found = serial.get(key) ?? oneAfterAnother(names, look);
    serial.set(key, found as typeof found & Promise<never>);
    return found;
  };

  async function oneAfterAnother<Seen>(names: readonly string[], look: (played: Played) => Promise<Seen>) {
    await begin();
    const endings = new Map<string, EndedBundle>();
    for (const name of names) {
      const running = await start(name);
      await stage.finish();
      endings.set(name, await running.ended);
    }
    const played = { moves: movesIn(await control.journal()), endings };
    return { played, seen: await look(played) };
  }

  async function start(name: string): Promise<Running<EndedBundle>> {
    const starts = contest.deployers[name];
    if (!starts) throw new Error(`nobody in this contest is called ${name}`);
    return starts(stage, world, name);
  }

  function movesIn(journal: readonly JournalEntry[]): readonly Move[] {
    return journal.flatMap((entry) => {
      const role = stage.cast.find(({ accessKeyId }) => accessKeyId === entry.accessKeyId);
      return role ? [{ name: role.name, entry }] : [];
    });
  }

  return {
    async play(decide, isReduced) {
      const referee = await contest.referee(world, serially);
      await begin();
      const running: Running<EndedBundle>[] = [];
      const absent = Object.keys(contest.deployers);
      const points: Point[] = [];
      const moves: Move[] = [];
      let current: string | undefined;

      const proceed = async (name: string, request: Waiting) => {
        await stage.proceed(request);
        const entry = (await control.journal()).findLast(({ seq }) => seq === request.seq);
        if (!entry) throw new Error('the journal has forgotten a request of this schedule: give it more room');
        const move = { name, entry };
        moves.push(move);
        await referee.saw(move);
      };

      for (;;) {
        const parked = running.flatMap((one) =>
          one.state === 'running' ? one.parked.map((request) => ({ one, request })) : [],
        );
        const constant = parked.find(({ request }) => contest.isConstant?.(request));
        if (constant) {
          await proceed(constant.one.name, constant.request);
          continue;
        }
        const isOver = running.every(({ state }) => state === 'ended');
        if (parked.length === 0 && absent.length === 0) {
          if (isOver) break;
          if (!(await stage.pass())) throw new Error(stuck(running));
          continue;
        }
        const options: Choice[] = [
          ...parked.map(({ one, request }) => ({ name: one.name, which: one.parked.indexOf(request) })),
          ...absent.map((name) => ({ name, which: 0 })),
          ...(parked.length === 0 && !isOver ? [{ name: WAIT, which: 0 }] : []),
        ];
        const chosen = decide(options, current, points.length);
        points.push({ options, chosen, current });
        if (chosen.name === WAIT) {
          if (!(await stage.pass())) throw new Error(stuck(running));
          continue;
        }
        current = chosen.name;
        const next = parked[options.findIndex((option) => isSame(option, chosen))];
        if (next) await proceed(chosen.name, next.request);
        else {
          absent.splice(absent.indexOf(chosen.name), 1);
          running.push(await start(chosen.name));
          await stage.rest();
        }
      }

      const endings = new Map<string, EndedBundle>();
      for (const one of running) endings.set(one.name, await one.ended);
      const played = { moves, endings };
      const wrong = [...(isReduced ? unsound(contest, moves) : []), ...(await referee.verdict(played))];
      return { points, wrong, played };
    },
    async close() {
      await stage.clear();
      await world.stop();
    },
  };
}

/** Whether what the reduction takes for granted was so. */
function unsound<W extends World>({ isConstant }: Contest<W>, moves: readonly Move[]): readonly string[] {
  if (!isConstant) return [];
  const constant = moves.filter(({ entry }) => isConstant({ ...entry, id: '', when: 'before' }));
  return [
    ...constant
      .filter(({ entry }) => isWrite(entry.operation))
      .map(({ entry }) => `${callInWords(entry)} is taken for constant, but writes`),
    ...moves
      .filter(({ entry }) => entry.status === 429)
      .map(({ entry }) => `${callInWords(entry)} was throttled, so that the order of all requests matters`),
  ];
}

/** What of a schedule must be said: what follows by itself is left out. */
function decided(points: readonly Point[]): readonly Choice[] {
  const last = points.findLastIndex(({ options, chosen, current }) => !isSame(byDefault(options, current), chosen));
  return points.slice(0, last + 1).map(({ chosen }) => chosen);
}

function isSame(a: Choice, b: Choice): boolean {
  return a.name === b.name && a.which === b.which;
}

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
