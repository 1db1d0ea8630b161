import { UserError } from '@actions-aws/action';
import type { SarifAggregate } from '../inputs/inputs.ts';
import { annotate } from './annotations.ts';
import type { Findings } from './document.ts';
import type { Highlights } from './highlights.ts';
import { summarize } from './summary.ts';
import { counted, failureInWords, listed, scanInWords, sentence } from './words.ts';

type Tells = Pick<SarifAggregate, 'outputs' | 'summary' | 'log' | 'fail'>;

/** Where the files of a run are, by the outputs that name them. */
export type Files = Readonly<Record<'sarif' | 'html' | 'json' | 'csv', string>>;

/** Tells a workflow, and the people who look at it, what was found; makes the run red where it must be. */
export function report(
  told: Findings,
  { files, highlights }: { readonly files: Files; readonly highlights: Highlights },
  enforce: boolean,
  run: Tells,
): void {
  const { verdict, block, counts, scans } = told;
  run.outputs.setAll({
    verdict,
    block,
    blocking: counts.blocking,
    findings: counts.open,
    new: counts.new,
    fixed: counts.fixed,
    absent: counts.absent,
    severities: counts.severities,
    incomplete: scans.filter(({ complete }) => !complete).map(({ name }) => name),
    ...files,
  });
  tell(told, files, run.log);
  summarize(told, highlights, run.summary);
  const isRed = verdict === 'incomplete' || (verdict === 'block' && enforce);
  annotate(told, highlights, { isRed }, run.log);
  if (isRed) run.fail(failureOf(told));
  else if (verdict === 'block') run.log.warning(`${sentence(told)} The run is green by \`enforce: false\`.`);
}

function failureOf(told: Findings): UserError {
  if (told.verdict === 'block') {
    const hint =
      'The summary names them; `accept` takes what is known and owned, with a reason and a day on which it ends.';
    return new UserError(sentence(told), { hint, code: 'block' });
  }
  const names = told.scans.filter(({ complete }) => !complete).map(({ name }) => `\`${name}\``);
  const shown = names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} more`] : names;
  const hint = `Incomplete: ${listed(shown)}. The summary says why of each.`;
  return new UserError(sentence(told), { hint, code: 'incomplete' });
}

/** Scans that a log names at most. */
const MOST_SCANS = 200;

function tell(told: Findings, files: Files, log: Tells['log']): void {
  const { scans, baseline } = told;
  log.info(sentence(told));
  if (!baseline) log.info('No baseline was given, so every finding counts as new.');
  for (const scan of scans.slice(0, MOST_SCANS)) {
    const { name, tool, results, findings, failures } = scan;
    const what = `${counted(results, 'result')}, ${counted(findings, 'finding')}`;
    log.info(`${name}: ${scanInWords(scan)}${tool && `, ${tool}`}: ${what}.`);
    for (const failure of failures.slice(0, 10)) log.info(`  ${failureInWords(failure)}`);
  }
  if (scans.length > MOST_SCANS) log.info(`and ${scans.length - MOST_SCANS} scans more, in ${files.json}`);
  for (const [name, file] of Object.entries(files)) log.info(`${name}: ${file}`);
}
