import type { Kind } from '@actions-aws/findings';

/** How a step of a workflow ended: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#steps-context */
export const OUTCOMES = ['success', 'failure', 'cancelled', 'skipped'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One tool on one target, as the workflow names it. */
export interface Scan {
  /** Segments with `/` between them, such as `trivy/backend`. */
  readonly name: string;
  /** Paths and globs of its report, relative to the workspace or absolute, at least one. */
  readonly report: readonly string[];
  /** Where the report's relative paths start, relative to the checkout; empty for the checkout itself. */
  readonly root: string;
  /** The file of the checkout that carries findings without a place. */
  readonly manifest?: string;
  /** How the step ended that ran the tool. */
  readonly outcome?: Outcome;
  /** The kind of all its results. */
  readonly as?: Kind;
  /** Whether no file is a good answer. */
  readonly optional: boolean;
  /** What it is to the run that the tool itself says that it did not see everything. */
  readonly partial: 'fail' | 'warn';
}
