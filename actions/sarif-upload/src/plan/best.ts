import { SEVERITIES, type SeverityWord } from '@actions-aws/findings';

/** What the order of results is made of. */
export interface Rank {
  readonly blocks: boolean;
  readonly severity: SeverityWord;
  /** Rule and place: among equals the choice does not hang on the order in which a tool happens to write. */
  readonly name: string;
  /** Its place among the results of the run. */
  readonly index: number;
}

/** What is not known may be as bad as high: it meets every threshold, and here it comes before what is known to be less. */
const ORDER: readonly SeverityWord[] = [
  'critical',
  'high',
  'unknown',
  ...SEVERITIES.slice(2).filter((word) => word !== 'unknown'),
];

function compare(a: Rank, b: Rank): number {
  if (a.blocks !== b.blocks) return a.blocks ? -1 : 1;
  const worse = ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
  if (worse !== 0) return worse;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.index - b.index;
}

/** Takes any number of results and keeps the worst, in order; it never holds more than twice as many. */
export interface Best {
  take(rank: Rank): void;
  /** How many were given. */
  readonly taken: number;
  /** The worst, worst first. */
  kept(): readonly Rank[];
}

/** Keeps so many at most. */
export function bestOf(most: number): Best {
  let held: Rank[] = [];
  let taken = 0;
  const cut = () => {
    held = held.sort(compare).slice(0, most);
  };
  return {
    take(rank) {
      taken += 1;
      held.push(rank);
      if (held.length > most * 2) cut();
    },
    get taken() {
      return taken;
    },
    kept() {
      cut();
      return held;
    },
  };
}
