import type { Failure } from '@actions-aws/findings';
import type { Scan } from '../inputs/scan.ts';

/** Whether a scan's report is looked for at all: a step that did not run, or not to its end, wrote none of this run. */
export function isRead({ outcome }: Pick<Scan, 'outcome'>): boolean {
  return outcome !== 'skipped' && outcome !== 'cancelled';
}

/**
 * What the outcome of the step that ran the tool says of the scan. Exit codes alone are no evidence: most tools fail where they find
 * something, and some do not where they fail. So a failure counts only where there is no result that explains it: no tool fails for
 * what it suppresses, or calls passed. That there may be no report does not excuse a step that failed.
 */
export function failuresOfOutcome(
  { outcome, optional }: Pick<Scan, 'outcome' | 'optional'>,
  { files, reasons }: { readonly files: number; readonly reasons: number },
): readonly Failure[] {
  switch (outcome) {
    case 'skipped':
      // What the workflow leaves out on purpose is optional.
      if (optional && files === 0) return [];
      return [missing('The step that runs it was skipped.', 'Where that is meant, say `optional: true`.')];
    case 'cancelled':
      return [missing('The step that runs it was cancelled.')];
    case 'failure':
      if (reasons > 0) return [];
      // Of one that is not optional it is said already that there is none.
      if (files === 0) return optional ? [missing('The step that runs it failed, and left no report.', LOG)] : [];
      return [missing('The step that runs it failed, and its report has no result that could be why.', LOG)];
    default:
      return [];
  }
}

const LOG = 'Its log says what happened.';

function missing(message: string, hint?: string): Failure {
  return { kind: 'missing', message, ...(hint !== undefined && { hint }) };
}
