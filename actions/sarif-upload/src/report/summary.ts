import { code, prose, type Summary, type Text } from '@actions-aws/action';
import { isGreen } from '../outcome.ts';
import { analysisOf } from '../plan/category.ts';
import type { Fate, Result } from '../result.ts';
import type { Prepared } from '../steps/prepare.ts';
import { leftInWords } from './words.ts';

/** How many rules a sentence names. */
const MOST_RULES = 10;

/** The job summary. */
export function summarize(result: Result, sentence: string, summary: Summary): void {
  const { outcome, preparation, fates, failure } = result;
  summary.heading(`${isGreen(outcome) ? (outcome === 'skipped' ? '⚠️' : '✅') : '❌'} Code scanning: ${outcome}`);
  summary.paragraph(prose(sentence));
  if (failure?.hint) summary.paragraph(prose(failure.hint));
  const rows = [...fates].map(([one, fate]) => rowOf(one, fate));
  const left = preparation.incomplete.map(({ tool, category, file, failures }): readonly Text[] => [
    code(tool === '' ? file : tool),
    code(category),
    '',
    '',
    ['⚠️ not sent: ', prose(failures.map(({ message }) => message).join(' '))],
  ]);
  const notRun = preparation.notRun.map(({ tool, category }): readonly Text[] => [
    code(tool),
    code(category),
    '',
    '',
    'not sent: it did not run',
  ]);
  const all = [...rows, ...left, ...notRun];
  if (all.length > 0) summary.table(['Tool', 'Category', 'Sent', 'Left out', 'At GitHub'], all);
  for (const one of preparation.analyses) {
    const text = placelessInWords(one);
    if (text !== undefined) summary.paragraph(text);
  }
}

function rowOf({ tool, category, counts }: Prepared, fate: Fate): readonly Text[] {
  return [code(tool), code(category), counts.sent, leftInWords(counts.left), stateInWords(fate, counts.sent)];
}

function stateInWords(fate: Fate, sent: number): Text {
  switch (fate.state) {
    case 'waiting':
      return 'not sent';
    case 'sent':
      return '❓ sent, and not known to be processed';
    case 'refused':
      return ['❌ refused: ', prose(fate.why)];
    case 'landed': {
      const { id, results, warning } = fate.analysis;
      const counted = results === sent ? '' : `, which GitHub counts as ${results}`;
      return [`✅ analysis ${id}${counted}`, ...(warning === '' ? [] : ['; it says: ', prose(warning)])];
    }
  }
}

/** What has no place in the checkout, by its rules. */
function placelessInWords(one: Prepared): Text | undefined {
  const { placeless } = one;
  if (placeless.size === 0) return undefined;
  const named = [...placeless]
    .slice(0, MOST_RULES)
    .flatMap(([rule, count], index): Text[] => [index > 0 ? ', ' : '', code(rule), count > 1 ? ` (${count})` : '']);
  const more = placeless.size > MOST_RULES ? ` and ${placeless.size - MOST_RULES} more rules` : '';
  return ['Without a place in the checkout, of ', code(analysisOf(one)), ': ', ...named, `${more}. Alerts need one.`];
}
