import { prose, UserError } from '@actions-aws/action';
import type { Selected } from '../components/selection.ts';
import type { Detection } from '../detect.ts';
import type { DetectChanges } from '../inputs/inputs.ts';
import { changeInWords, files, whyInWords } from './words.ts';

type Tells = Pick<DetectChanges, 'outputs' | 'summary' | 'log' | 'fail'>;

/**
 * Jobs that GitHub makes of one matrix at most:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
 */
const LARGEST_MATRIX = 256;
/** Characters of the matrix at most: GitHub takes 1 MB of outputs from a whole job, https://docs.github.com/en/actions/reference/limits */
const LONGEST_MATRIX = 400_000;

/** Tells a workflow, and the people who look at it, what is concerned; makes the run red where it must be. */
export function report(detection: Detection, onUnknown: 'all' | 'fail', run: Tells): void {
  const on = detection.selection.selected.filter(({ why }) => why.on);
  const matrix = matrixOf(on, detection);
  setOutputs(detection, on, matrix, run.outputs);
  tell(detection, run.log);
  summarize(detection, on, run.summary);
  if (matrix instanceof UserError) run.fail(matrix);
  const { comparison, failure } = detection;
  if (failure !== undefined) throw failure;
  if (!comparison.complete && onUnknown === 'fail') {
    run.fail(
      new UserError(`It is not known what changed: ${comparison.reason}`, {
        hint: 'With `on-unknown: all` every component counts as changed, and the run goes on.',
        code: 'unknown',
      }),
    );
  }
}

function setOutputs(
  { selection, comparison, lists }: Detection,
  on: readonly Selected[],
  matrix: object | UserError,
  outputs: Tells['outputs'],
): void {
  outputs.setAll({
    changes: on.map(({ component }) => component.name),
    any: on.length > 0,
    matrix: matrix instanceof UserError ? undefined : matrix,
    base: comparison.base,
    head: comparison.head,
    strategy: comparison.strategy,
    complete: comparison.complete,
    reason: comparison.reason,
    count: lists?.count,
    files: lists?.inline,
    truncated: lists?.inline === undefined,
    'files-json': lists?.json,
    'files-nul': lists?.nul,
  });
  for (const { component, why } of selection.selected) outputs.setNamed(component.name, why.on !== false);
}

/** A matrix as `strategy.matrix` takes it, or why there is none. */
function matrixOf(on: readonly Selected[], { tree }: Detection): object | UserError {
  const include = on.map(({ component: { name, fields } }) => ({
    component: name,
    ...fields,
    ...(tree?.deleted.has(name) && { deleted: true }),
  }));
  if (include.length > LARGEST_MATRIX) {
    return new UserError(
      `${include.length} components are concerned, and GitHub makes ${LARGEST_MATRIX} jobs of a matrix at most.`,
      {
        hint: 'Put components together, or split `filters` over two steps; `changes` names them all the same.',
        code: 'too-many',
      },
    );
  }
  const matrix = { include };
  const { length } = JSON.stringify(matrix);
  if (length <= LONGEST_MATRIX) return matrix;
  return new UserError(`The matrix has ${length} characters, and GitHub takes 1 MB of outputs from a job.`, {
    hint: 'Keep the fields of components short.',
    code: 'too-many',
  });
}

function tell(detection: Detection, log: Tells['log']): void {
  const { comparison, selection, lists, tree } = detection;
  log.info(`${comparison.reason} ${between(detection)}`);
  if (!comparison.complete && detection.failure === undefined) {
    log.warning(`It is not known what changed, so every component counts as changed: ${comparison.reason}`);
  }
  for (const selected of selection.selected) {
    const { component, why } = selected;
    log.info(`${component.name}: ${why.on !== false}. ${whyInWords(selected, selection, tree)}`);
  }
  if (!lists) return;
  for (const change of lists.sample) log.info(changeInWords(change));
  const more = lists.count - lists.sample.length;
  if (more > 0) log.info(`and ${more} more, in ${lists.json}`);
}

function summarize(detection: Detection, on: readonly Selected[], summary: Tells['summary']): void {
  const { comparison, selection, tree } = detection;
  const all = selection.selected.length;
  const sign = comparison.complete ? '' : '⚠️ ';
  summary.heading(`${sign}${on.length} of ${all} ${all === 1 ? 'component' : 'components'} concerned`);
  summary.paragraph(prose(`${comparison.reason} ${between(detection)}`));
  summary.table(
    ['Component', 'Concerned', 'Why'],
    selection.selected.map((selected) => {
      const { name } = selected.component;
      const gone = tree?.deleted.has(name) ? ' No file of it is left.' : '';
      return [name, selected.why.on ? 'yes' : 'no', prose(`${whyInWords(selected, selection, tree)}${gone}`)];
    }),
  );
}

function between({ comparison: { base, head, strategy, complete }, lists }: Detection): string {
  const states = `${base === '' ? 'nothing' : short(base)} → ${head === '' ? 'unknown' : short(head)}`;
  return `(\`${strategy}\`${complete || base !== '' ? `: ${states}` : ''}${lists ? `, ${files(lists.count)}` : ''})`;
}

function short(sha: string): string {
  return sha.slice(0, 12);
}
