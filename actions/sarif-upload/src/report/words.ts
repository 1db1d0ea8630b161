import { analysisOf, type Named } from '../plan/category.ts';
import { type LeftOut, REASONS } from '../plan/state.ts';
import type { Fate } from '../result.ts';
import type { Incomplete, Prepared } from '../steps/prepare.ts';

/** Analyses that go in one file. */
export function analysesInWords(analyses: readonly Named[]): string {
  const [first] = analyses;
  return first && analyses.length === 1 ? analysisOf(first) : counted(analyses.length, 'analysis', 'analyses');
}

/** What is not sent: a run, or a report of which no run could be read. */
export function scanInWords(one: Named): string {
  return one.tool === '' ? one.file : analysisOf(one);
}

/** An analysis that GitHub did not take. */
export function refusedInWords(one: Named, why: string): string {
  return `GitHub refused ${analysisOf(one)}, run ${one.run} of ${one.file}: ${why}${/[.!?]$/.test(why) ? '' : '.'}`;
}

/** A number of things. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What is left out, such as `3 suppressed, 1 no place`. */
export function leftInWords(left: LeftOut): string {
  return REASONS.flatMap((reason) => (left[reason] ? [`${left[reason]} ${reason}`] : [])).join(', ');
}

/** What became of an analysis, on a line of the log. */
export function analysisInWords(
  { counts, ...named }: Pick<Prepared, 'counts' | 'tool' | 'category' | 'placeless'>,
  fate: Fate,
): string {
  const out = leftInWords(counts.left);
  const sent = `${analysisOf(named)}: ${counted(counts.sent, 'result')}${out === '' ? '' : `; left out: ${out}`}`;
  const rules =
    named.placeless.size === 0 ? '' : ` (without a place: ${[...named.placeless.keys()].slice(0, 20).join(', ')})`;
  return `${sent}${rules}. ${STATES[fate.state]}`;
}

const STATES: Readonly<Record<Fate['state'], string>> = {
  waiting: 'Not sent.',
  sent: 'Sent, and it is not known what became of it.',
  landed: 'GitHub has it.',
  refused: 'Refused.',
};

/** A scan that did not run. */
export function notRunInWords(one: Named): string {
  return `${scanInWords(one)} is not sent, since the scan did not run: its alerts stay as they are.`;
}

/** A scan that is not sent, and why. */
export function incompleteInWords(one: Incomplete): string {
  return `${scanInWords(one)} is not sent, since the scan did not see everything: ${one.failures.map(({ message }) => message).join(' ')}`;
}
