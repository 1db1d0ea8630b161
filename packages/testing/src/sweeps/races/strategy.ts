import { type Choice, scheduleText, WAIT } from './schedule.ts';

/** What can go on. */
export interface Option extends Choice {
  /** Whether it is a request that changes something. */
  readonly isWrite: boolean;
}

/** A moment in which several could go on, or one with several requests. */
export interface Point {
  readonly options: readonly Option[];
  readonly chosen: Choice;
  /** Who went on before. */
  readonly current: string | undefined;
}

/** Decides who goes on. */
export type Decide = (options: readonly Option[], current: string | undefined, depth: number) => Choice;

/** By default: the deployer that went on last, else the one that started first. */
function byDefault(options: readonly Option[], current: string | undefined): Option {
  return options.find(({ name }) => name === current) ?? options[0]!;
}

/** As it is written, and then by default. */
export function along(schedule: readonly Choice[]): Decide {
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
export function byChance(random: () => number): Decide {
  const rate = 0.02 + 0.4 * random() ** 2;
  return (options, current) => {
    const own = options.filter(({ name }) => name === current);
    const from = own.length > 0 && random() >= rate ? own : options;
    return from[Math.floor(random() * from.length)] ?? options[0]!;
  };
}

/**
 * Each schedule once: one that ran by default from some depth on is a stem from which others branch off there.
 * Those with fewer preemptions come first, and of those the ones that branch off earlier.
 *
 * @returns the stems that branch off from these by one preemption too many.
 */
export async function everySchedule(
  most: number,
  attempt: (decide: Decide) => Promise<readonly Point[]>,
  goOn: () => boolean,
  own: 'in all orders' | 'as made' = 'in all orders',
): Promise<Choice[][]> {
  const waiting: Choice[][][] = Array.from({ length: most + 2 }, () => []);
  const tooMany = waiting.at(-1) ?? [];
  waiting[0] = [[]];
  for (const [level, stems] of waiting.slice(0, -1).entries()) {
    for (let stem = stems.shift(); stem !== undefined && goOn(); stem = stems.shift()) {
      const points = await attempt(along(stem));
      for (const [depth, { options, chosen, current }] of points.entries()) {
        if (depth < stem.length) continue;
        for (const option of options) {
          if (isSame(option, chosen) || (own === 'as made' && option.which > 0)) continue;
          const isPreemption = option.name !== current && options.some(({ name }) => name === current);
          const before = points.slice(0, depth).map((point) => point.chosen);
          waiting[level + (isPreemption ? 1 : 0)]?.push([...before, option]);
        }
      }
      stems.sort((a, b) => a.length - b.length);
    }
  }
  return tooMany;
}

/**
 * The schedule by default, and each that differs from it in one place, where a request goes on before others that its sender had under way.
 * So each of two that are under way at the same time is the first of them once.
 */
export async function everyPair(
  attempt: (decide: Decide) => Promise<readonly Point[]>,
  goOn: () => boolean,
): Promise<void> {
  const points = await attempt(along([]));
  for (const [depth, { options, chosen }] of points.entries()) {
    const before = points.slice(0, depth).map((point) => point.chosen);
    for (const option of options) {
      if (option.name !== chosen.name || isSame(option, chosen)) continue;
      if (!goOn()) return;
      await attempt(along([...before, option]));
    }
  }
}

/** A deployer that begins first, and of which one write is slow: the others go on meanwhile, and time passes. */
export interface Hold {
  readonly name: string;
  /** Which of its writes, counted from 1. */
  readonly write: number;
  /** How many times the others sleep meanwhile. */
  readonly sleeps: number;
}

/** How far a hold has come: the deployer has no such write, or the others have ended, or waited for it, before they had slept so often. */
export type Held = 'never' | 'too short' | 'whole';

/** Decides by a hold, and by default apart from it. */
export function holding({ name, write, sleeps }: Hold): { readonly decide: Decide; held(): Held } {
  let held: Held = 'never';
  let isHeld = false;
  let writes = 0;
  let slept = 0;
  const decide: Decide = (options, current) => {
    const own = options.find((option) => option.name === name);
    const wait = options.find((option) => option.name === WAIT);
    if (held === 'never' && !isHeld) {
      if (!own) return wait ?? byDefault(options, current);
      writes += own.isWrite ? 1 : 0;
      if (!own.isWrite || writes < write) return own;
      isHeld = true;
    }
    if (!isHeld) return byDefault(options, current);
    const others = options.filter((option) => option.name !== name && option.name !== WAIT);
    if (others.length > 0) return byDefault(others, current);
    if (wait && slept < sleeps) {
      slept += 1;
      return wait;
    }
    isHeld = false;
    held = slept < sleeps ? 'too short' : 'whole';
    return byDefault(options, name);
  };
  return { decide, held: () => held };
}

/** A deployer whose own waits last longer than so many sleeps waits for something, and looks again and again. */
const MOST_SINGLE = 40;

/**
 * Each write of each deployer held, each for every number of times that the others sleep meanwhile; beyond {@link MOST_SINGLE} each time twice as
 * often, since they wait for the one that is held then, until the timeout of its pause.
 */
export async function everyHold(
  names: readonly string[],
  attempt: (decide: Decide) => Promise<unknown>,
  goOn: () => boolean,
): Promise<void> {
  for (const name of names) {
    for (let write = 1, isThere = true; isThere; write += 1) {
      for (let sleeps = 0, held: Held = 'whole'; held === 'whole'; sleeps += sleeps < MOST_SINGLE ? 1 : sleeps) {
        if (!goOn()) return;
        const one = holding({ name, write, sleeps });
        await attempt(one.decide);
        held = one.held();
        isThere = held !== 'never';
      }
    }
  }
}

/** One of those by chance. */
export function holdBy(random: () => number, names: readonly string[]): Decide {
  const name = names[Math.floor(random() * names.length)] ?? '';
  return holding({ name, write: 1 + Math.floor(random() * 4), sleeps: Math.floor(random() * 30) }).decide;
}

/** What of a schedule must be said: what follows by itself is left out. */
export function decided(points: readonly Point[]): readonly Choice[] {
  const last = points.findLastIndex(({ options, chosen, current }) => !isSame(byDefault(options, current), chosen));
  return points.slice(0, last + 1).map(({ chosen }) => chosen);
}

/** Whether two choices are one. */
export function isSame(a: Choice, b: Choice): boolean {
  return a.name === b.name && a.which === b.which;
}

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
