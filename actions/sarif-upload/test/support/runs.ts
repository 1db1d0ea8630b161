import type { Failure } from '@actions-aws/findings';
import { fateOf } from '../../src/plan/fate.ts';
import type { ReportedRun } from '../../src/reading/report.ts';
import { type Given, resultOf } from './results.ts';

/** What a test says of a run. */
export interface GivenRun {
  readonly tool?: string;
  readonly category?: string;
  readonly failures?: readonly Failure[];
  /** Which of its results made a gate red. */
  readonly blocks?: (index: number) => boolean;
}

/** A run of a report, with such results. */
export function runOf(results: Iterable<Given>, given: GivenRun = {}): ReportedRun {
  const { tool = 'Lint', category = '', failures = [], blocks = () => false } = given;
  return {
    tool,
    category,
    file: `${tool}.sarif`,
    run: 1,
    skeleton: { tool: { driver: { name: tool } } },
    isLeft: false,
    failures,
    *candidates(only) {
      let index = -1;
      for (const one of results) {
        index += 1;
        if (only && !only.has(index)) continue;
        const result = resultOf(one);
        yield [index, { result, fate: fateOf(result, undefined, { isPartial: false }), blocks: blocks(index) }];
      }
    },
  };
}
