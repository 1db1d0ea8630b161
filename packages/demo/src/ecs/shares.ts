import type { SeenAnswer, Version } from '@actions-aws/testing/ecs';

/** Which listener: users come to production. */
export type Listener = 'production' | 'test';

/** What one side was answered in a stretch of time. */
export interface Bin {
  readonly from: number;
  readonly until: number;
  readonly answers: number;
  /** The share of the answers, from 0 to 1, by image; in the order of the images. */
  readonly shares: readonly (readonly [Version, number])[];
  /** The share of the answers that were errors, from 0 to 1. */
  readonly errors: number;
}

/** Cuts a time into stretches of the same length, and counts in each who answered. Those without an answer are left out. */
export function binsOf(
  answers: readonly SeenAnswer[],
  { from, until, count }: { readonly from: number; readonly until: number; readonly count: number },
): Bin[] {
  const length = Math.max(1, until - from) / count;
  const sorted: SeenAnswer[][] = Array.from({ length: count }, () => []);
  for (const answer of answers) sorted[Math.min(count - 1, Math.floor((answer.at - from) / length))]?.push(answer);
  return sorted.flatMap((own, index) => (own.length === 0 ? [] : [binOf(own, from + index * length, length)]));
}

function binOf(answers: readonly SeenAnswer[], from: number, length: number): Bin {
  const versions = answers.flatMap(({ version }) => version ?? []);
  const shares = [...new Set(versions)]
    .sort()
    .map((one): [Version, number] => [one as Version, versions.filter((each) => each === one).length / answers.length]);
  const errors = answers.filter(({ status }) => status >= 500).length / answers.length;
  return { from, until: from + length, answers: answers.length, shares, errors };
}

/** The share of an image among some answers, from 0 to 1. */
export function shareOf(answers: readonly SeenAnswer[], version: Version): number {
  if (answers.length === 0) return 0;
  return answers.filter((answer) => answer.version === version).length / answers.length;
}
