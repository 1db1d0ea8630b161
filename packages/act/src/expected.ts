import { type Contexts, evaluate, isTrue } from './github-language.ts';
import { combinations } from './matrix.ts';
import type { Conclusion, RecordedJob } from './record.ts';
import type { JobDocument } from './workflows.ts';

/** What GitHub does with a job whose turn it is. */
export interface Expected {
  readonly github: 'runs' | 'skips' | 'fails';
  /** What the condition was, and why GitHub would fail. */
  readonly why: string;
}

/** Evaluates the condition and the matrix of a job. */
export function expectedOf(job: JobDocument, condition: string, contexts: Contexts): Expected {
  try {
    if (!isTrue(evaluate(condition, contexts))) return { github: 'skips', why: `if: ${condition}` };
  } catch (error) {
    return { github: 'fails', why: `if: ${condition}: ${(error as Error).message}` };
  }
  try {
    if (job.strategy?.matrix !== undefined && combinations(job.strategy.matrix, contexts) === 0)
      return { github: 'fails', why: 'its matrix is empty: give the job an if that is false then' };
  } catch (error) {
    return { github: 'fails', why: `its matrix cannot be evaluated: ${(error as Error).message}` };
  }
  return { github: 'runs', why: `if: ${condition}` };
}

/** Says what act did otherwise than GitHub would; undefined where it did the same. */
export function sayDifference(
  id: string,
  act: Conclusion | 'absent',
  { github, why }: Expected,
  recorded: readonly RecordedJob[],
  contexts: Contexts,
  job: JobDocument,
): string | undefined {
  const ran = act === 'success' || act === 'failure' || act === 'cancelled';
  if (github === 'fails') return `On GitHub the job ${id} fails the run: ${why}.`;
  if (github === 'runs' && !ran) return `On GitHub the job ${id} runs (${why}), and act did not start it.`;
  if (github === 'skips' && ran) return `On GitHub the job ${id} is skipped (${why}), and act ran it.`;
  if (github !== 'runs' || job.strategy?.matrix === undefined || job.uses !== undefined) return undefined;
  const count = combinations(job.strategy.matrix, contexts);
  const excludes = (job.strategy.matrix as { exclude?: unknown }).exclude !== undefined;
  return excludes || recorded.length === 0 || recorded.length >= count
    ? undefined
    : `On GitHub the matrix of ${id} makes ${count} jobs, and act ran ${recorded.length}.`;
}
