import { aggregateRun, type Cut, UnreadableReport } from '@actions-aws/findings';
import type { ResultOfRun, RunOfReport } from './run-of-report.ts';

/** The runs of an aggregate of this action, each a scan of its own, as it was. */
export function* runsOfAggregate(cut: Cut, runs: readonly unknown[]): Generator<RunOfReport> {
  for (const [index, given] of runs.entries()) {
    const { tool, version, mark, remembered } = aggregateRun(given);
    yield {
      tool,
      ...(version !== undefined && { version }),
      ...(mark.form !== undefined && { form: mark.form }),
      failures: mark.failures,
      scan: { name: mark.scan, complete: mark.complete, left: mark.left === true },
      *results() {
        for (const one of cut.results(index)) yield resultOf(remembered(one));
      },
    };
  }
}

function resultOf({ result, mark }: ReturnType<ReturnType<typeof aggregateRun>['remembered']>): ResultOfRun {
  if (mark.state === undefined || mark.fate === undefined) {
    throw new UnreadableReport('malformed', 'It is an aggregate of which a result does not say what became of it.');
  }
  return { result, kept: mark };
}
