import { UserError } from '@actions-aws/action';
import type { SarifUpload } from '../inputs/inputs.ts';
import { isGreen } from '../outcome.ts';
import type { Fate, Result } from '../result.ts';
import { countsOf, type Prepared } from '../steps/prepare.ts';
import { summarize } from './summary.ts';
import { analysisInWords, counted, incompleteInWords, leftInWords, notRunInWords } from './words.ts';

type Tells = Pick<SarifUpload, 'outputs' | 'summary' | 'log' | 'fail'>;

/** Tells a workflow, and the people who look at it, how an upload went. */
export function report(result: Result, run: Tells): void {
  run.outputs.setAll(outputValues(result));
  const { outcome, failure } = result;
  for (const [one, fate] of result.fates) run.log.info(analysisInWords(one, fate));
  // Of a run that is red for it the error says as much.
  const tell = failure?.code === 'incomplete' ? run.log.info : run.log.warning;
  for (const one of result.preparation.incomplete) tell(incompleteInWords(one));
  for (const one of result.preparation.notRun) run.log.info(notRunInWords(one));
  run.log.info(sentence(result));
  summarize(result, sentence(result), run.summary);
  if (!failure) return;
  const { message, hint, code } = failure;
  if (isGreen(outcome)) run.log.warning(`${message}${hint ? ` ${hint}` : ''}`, { title: 'Nothing was uploaded' });
  else run.fail(new UserError(message, { code, ...(hint !== undefined && { hint }) }));
}

/** What a workflow gets, at any end. */
export function outputValues({ outcome, target, preparation, fates, failure }: Result) {
  const landed = [...fates].filter(([, { state }]) => state === 'landed');
  const counts = countsOf(preparation.analyses);
  return {
    outcome,
    analyses: landed.map(([one, fate]) => landedAs(one, fate)),
    sent: countsOf(landed.map(([one]) => one)).sent,
    'left-out': counts.left,
    prepared: preparation.folder,
    report: {
      outcome,
      failure: failure ?? null,
      ref: target.ref,
      sha: target.sha,
      analyses: [...fates].map(([one, fate]) => ({ ...entryOf(one), ...stateOf(fate) })),
      incomplete: preparation.incomplete.map(({ tool, category, file, run, failures }) => ({
        tool,
        category,
        file,
        run,
        why: failures.map(({ message }) => message),
      })),
      'not-run': preparation.notRun,
    },
  };
}

function landedAs({ tool, category, counts }: Prepared, fate: Fate) {
  const { id, url } = fate.state === 'landed' ? fate.analysis : { id: null, url: null };
  return { tool, category, id, url, results: counts.sent };
}

function entryOf({ tool, category, file, run, counts, placeless, bytes }: Prepared) {
  return { tool, category, file, run, bytes, ...counts, placeless: Object.fromEntries(placeless) };
}

function stateOf(fate: Fate) {
  switch (fate.state) {
    case 'landed':
      return {
        state: fate.state,
        id: fate.analysis.id,
        url: fate.analysis.url,
        counted: fate.analysis.results,
        warning: fate.analysis.warning,
      };
    case 'refused':
      return { state: fate.state, why: fate.why };
    default:
      return { state: fate.state };
  }
}

/** The end in a sentence. */
function sentence({ outcome, target, preparation, fates, failure }: Result): string {
  if (failure) return failure.message;
  const { sent, left } = countsOf(preparation.analyses);
  const what = `${counted(sent, 'result')} in ${counted(fates.size, 'analysis', 'analyses')}`;
  const out = leftInWords(left);
  const rest = out === '' ? '' : ` Left out: ${out}.`;
  const of = `${target.sha.slice(0, 12)} on ${target.ref}`;
  if (outcome === 'planned') return `A dry run: ${what} would be uploaded for ${of}.${rest}`;
  return `GitHub has ${what} for ${of}.${rest}`;
}
