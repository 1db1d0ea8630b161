import type { SeverityWord } from '@actions-aws/findings';

/** What `fail-on` and `fail-on-new` may be. */
export const THRESHOLDS = ['critical', 'high', 'medium', 'low', 'never'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** What `unknown-as` may be. */
export type Known = Exclude<Threshold, 'never'>;

/**
 * From the least on. What is unknown may be critical, so that it meets every threshold; only what a tool says is critical is more.
 */
const ORDER = ['none', 'low', 'medium', 'high', 'unknown', 'critical'] as const satisfies readonly SeverityWord[];

/** The place in an order in which a maximum can be taken; `none` is 0. */
export function rankOf(word: SeverityWord): number {
  return RANKS[word];
}

const RANKS = Object.fromEntries(ORDER.map((word, rank) => [word, rank])) as Readonly<Record<SeverityWord, number>>;

/** The word of a rank. */
export function wordOf(rank: number): SeverityWord {
  return ORDER[rank] ?? 'unknown';
}

/** What counts for a severity: itself, or for `unknown` what the workflow says. */
export function countedAs(word: SeverityWord, unknownAs: Known | undefined): SeverityWord {
  return word === 'unknown' ? (unknownAs ?? word) : word;
}

/** Whether a severity is at least the threshold. `none` meets none, and `never` is met by none. */
export function meets(word: SeverityWord, threshold: Threshold): boolean {
  if (threshold === 'never' || word === 'none') return false;
  return word === 'unknown' || RANKS[word] >= RANKS[threshold];
}
