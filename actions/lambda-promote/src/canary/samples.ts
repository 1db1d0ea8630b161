import type { Counted, Span } from './counts.ts';
import type { Sample } from './evidence.ts';

/** A candidate that has a share of the users, beside what the rest of them meets. */
export interface Trial {
  /** What it is a candidate of, such as `search-api`. */
  readonly name: string;
  /** Its version. */
  readonly candidate: string;
  /** The version that the rest of the users meet. */
  readonly live: string;
  readonly minInvocations: number;
}

/** What a candidate was asked, and what was live beside it. */
export interface Pair {
  readonly candidate: Counted;
  readonly live: Counted;
}

/** Counts what the candidate of each trial was asked, and what is live beside it: one answer a trial. */
export type Count = (span: Span, signal?: AbortSignal) => Promise<readonly Pair[]>;

/** One version in a trial, and what it was asked. */
export interface Called extends Counted {
  readonly name: string;
  readonly version: string;
}

/** What is judged of what was counted: calls of which all data are in. */
export function samplesOf(trials: readonly Trial[], counted: readonly Pair[]): readonly Sample[] {
  return trials.map(({ name, candidate, live, minInvocations }, index) => {
    const pair = counted[index] ?? NOTHING;
    return {
      ...pair.candidate.settled,
      name: `${name}:${candidate}`,
      untold: pair.candidate.settled.untold + pair.live.settled.untold,
      wanted: minInvocations,
      live: { ...pair.live.settled, name: `${name}:${live}` },
    };
  });
}

/** What was counted, by candidate and by what is live beside it. */
export function calledOf(trials: readonly Trial[], counted: readonly Pair[]): readonly Called[] {
  return trials.flatMap(({ name, candidate, live }, index) => {
    const pair = counted[index] ?? NOTHING;
    return [
      { name, version: candidate, ...pair.candidate },
      { name, version: live, ...pair.live },
    ];
  });
}

const NONE: Counted = { invocations: 0, errors: 0, settled: { invocations: 0, errors: 0, untold: 0 } };
const NOTHING: Pair = { candidate: NONE, live: NONE };
