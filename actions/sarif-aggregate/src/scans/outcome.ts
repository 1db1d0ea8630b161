import type { Failure } from '@actions-aws/findings';
import type { Scan } from '../inputs/scan.ts';

/** Whether a scan's report is looked for at all: a step that did not run, or not to its end, wrote none of this run. */
export function isRead({ outcome }: Pick<Scan, 'outcome'>): boolean {
  return outcome !== 'skipped' && outcome !== 'cancelled';
}

/**
 * What the outcome of the step that ran the tool says of the scan. Exit codes alone are no evidence: most tools fail where they find
 * something, and some do not where they fail. So a failure counts only where there is no result that explains it.
 */
export function failuresOfOutcome(
  { outcome, optional }: Pick<Scan, 'outcome' | 'optional'>,
  { files, results }: { readonly files: number; readonly results: number },
): readonly Failure[] {
  switch (outcome) {
    case 'skipped':
      // What the workflow leaves out on purpose is optional.
      if (optional && files === 0) return [];
      return [missing('The step that runs it was skipped.', 'Where that is meant, say `optional: true`.')];
    case 'cancelled':
      return [missing('The step that runs it was cancelled.')];
    case 'failure':
      if (results > 0 || files === 0) return [];
      return [
        missing(
          'The step that runs it failed, and its report has no result that could be why.',
          'Its log says what happened.',
        ),
      ];
    default:
      return [];
  }
}

function missing(message: string, hint?: string): Failure {
  return { kind: 'missing', message, ...(hint !== undefined && { hint }) };
}
