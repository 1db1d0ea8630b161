import { code, prose, type Summary, took } from '@actions-aws/action';
import type { CheckResult } from './prove.ts';

/** How checks went, as a table of a summary; none where there were no checks. */
export function summarizeChecks(checks: readonly CheckResult[], summary: Summary): void {
  if (checks.length === 0) return;
  summary.table(
    ['Check', 'At', 'Result', 'Took'],
    checks.map(({ name, target, wrong, durationMs }) => [
      code(name),
      target,
      wrong.length === 0 ? '✓' : ['✗ ', prose(wrong.join('; '))],
      took(durationMs),
    ]),
  );
}
