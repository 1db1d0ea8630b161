import { type Log, prose, type Summary, type Text } from '@actions-aws/action';
import type { Failure, FailureCode } from '@actions-aws/promotion';
import { isRed } from './judge/judge.ts';
import type { Level } from './judge/table.ts';
import { nameOf, type Verdict } from './judge/verdicts.ts';

/** Why nothing may be staged or promoted, by the verdicts; nothing where all is well. */
export function failureOfSurvey(verdicts: readonly Verdict[]): Failure | undefined {
  const red = verdicts.filter(isRed);
  const [first] = red;
  if (!first) return undefined;
  const more = red.length > 1 ? ` ${red.length - 1} more ${red.length > 2 ? 'are' : 'is'} in the summary.` : '';
  return {
    code: codeOf(red),
    message: `${sentence(first.found)}${more}`,
    hint: first.remedy,
  };
}

/** What is wrong is not safe to begin with. Where nothing is known to be, it says why something is not known. */
function codeOf(red: readonly Verdict[]): FailureCode {
  if (red.some(({ level }) => level === 'red')) return 'unsafe';
  return UNREAD.find((code) => red.some((verdict) => verdict.code === code)) ?? 'error';
}

/** What keeps AWS from being read, what a person has to change first. */
const UNREAD = ['credentials-invalid', 'not-allowed', 'unavailable'] as const satisfies readonly FailureCode[];

/** Logs every verdict, and warns of what a person should look at. */
export function tellSurvey(verdicts: readonly Verdict[], log: Log): void {
  for (const { level, found, remedy } of verdicts) {
    if (level === 'warning') log.warning(`${sentence(found)} ${remedy}`);
    else log.info(`${level}: ${sentence(found)}${level === 'listed' ? '' : ` ${remedy}`}`);
  }
}

const SIGNS: Readonly<Record<Level, string>> = { red: '❌', unread: '❓', warning: '⚠️', listed: 'ℹ️' };

/** The verdicts as a table; what is only told is folded. */
export function summarizeSurvey(verdicts: readonly Verdict[], summary: Summary): void {
  const listed = verdicts.filter(({ level }) => level === 'listed');
  const others = verdicts.filter(({ level }) => level !== 'listed');
  if (others.length > 0) summary.table(['', 'What', 'Found', 'To do'], others.map(rowOf));
  if (listed.length === 0) return;
  summary.details(`${listed.length} more, which ${listed.length === 1 ? 'needs' : 'need'} nothing`, (inner) =>
    inner.table(['', 'What', 'Found', 'To know'], listed.map(rowOf)),
  );
}

function rowOf({ level, subject, about, found, remedy }: Verdict): readonly Text[] {
  const whose = about === 'test' || about === 'app' ? ` of ${nameOf(about)}` : '';
  return [SIGNS[level], `${subject}${whose}`, prose(sentence(found)), prose(remedy)];
}

/** What the output `verdicts` has of each. */
export function verdictsAsData(verdicts: readonly Verdict[]) {
  return verdicts.map(({ level, verdict, about, found, remedy }) => ({ level, verdict, about, found, remedy }));
}

function sentence(found: string): string {
  const text = found.trim();
  // A name between backticks is written as it is.
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
