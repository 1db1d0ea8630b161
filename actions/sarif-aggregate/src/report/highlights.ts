import type { Blocking, Finding, Told } from './document.ts';
import { placeOf } from './words.ts';

/** Findings of one sort that are shown at most; the files have all of them. */
const MOST_SHOWN = 200;
/** Places of one rule that stand in its row. */
export const MOST_PLACES = 5;
/** Sorts of plain findings that are remembered with the rule that decided. */
const MOST_LIKE = 16_384;

/** What summary and annotations tell of all findings: of each sort the worst, and how many there are. */
export interface Highlights {
  /** The rules that decided, in the order of the worst. */
  readonly deciding: readonly Deciding[];
  readonly newlyClosed: Sample;
  readonly blocking: Sample;
  readonly opened: Sample;
  readonly fixed: Sample;
  readonly absent: Sample;
}

/** A rule that decided: of what the same tools say for the same reason. */
export interface Deciding {
  readonly rule: string;
  readonly tools: string;
  readonly why: Blocking;
  readonly severity: string;
  readonly count: number;
  /** The first ones; empty for a finding without a place. */
  readonly places: readonly string[];
}

/** The first of some findings. */
export interface Sample {
  readonly shown: readonly Finding[];
  readonly count: number;
}

/** Highlights that are gathered as findings are told, the worst first. */
export interface Gathering {
  add(told: Told): void;
  readonly highlights: Highlights;
}

export function gathering(): Gathering {
  const deciding = new Map<string, Growing<Deciding>>();
  const [newlyClosed, blocking, opened, fixed, absent] = [sample(), sample(), sample(), sample(), sample()];
  /** By `like` of plain findings. */
  let decidedLike = new Map<number, Growing<Deciding>>();
  return {
    add(told) {
      const { plain } = told;
      const { state, blocks } = plain ?? told.finding();
      if (!plain && told.finding().newlyClosed) take(newlyClosed, told);
      if (blocks) {
        take(blocking, told);
        let entry = plain && decidedLike.get(plain.like);
        if (!entry) {
          entry = entryFor(deciding, told.finding(), blocks);
          if (decidedLike.size >= MOST_LIKE) decidedLike = new Map();
          if (plain) decidedLike.set(plain.like, entry);
        }
        entry.count += 1;
        if (entry.places.length < MOST_PLACES) entry.places.push(placeOf(told.finding()));
      }
      if (state === 'new' && (plain || told.finding().fate === 'open')) take(opened, told);
      if (state === 'fixed') take(fixed, told);
      if (state === 'absent') take(absent, told);
    },
    get highlights() {
      return { deciding: [...deciding.values()], newlyClosed, blocking, opened, fixed, absent };
    },
  };
}

type Growing<Type> = {
  -readonly [Key in keyof Type]: Type[Key] extends readonly (infer Item)[] ? Item[] : Type[Key];
};

function sample(): Growing<Sample> {
  return { shown: [], count: 0 };
}

function take(sample: Growing<Sample>, told: Told): void {
  sample.count += 1;
  if (sample.shown.length < MOST_SHOWN) sample.shown.push(told.finding());
}

function entryFor(deciding: Map<string, Growing<Deciding>>, finding: Finding, why: Blocking): Growing<Deciding> {
  const { rule, severity, results } = finding;
  const tools = [...new Set(results.map(({ tool }) => tool))].join(', ');
  const key = JSON.stringify([rule, tools, why, severity]);
  const entry = deciding.get(key) ?? { rule, tools, why, severity, count: 0, places: [] };
  deciding.set(key, entry);
  return entry;
}
