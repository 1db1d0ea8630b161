import {
  aggregateRun,
  type Cut,
  type Failure,
  isFailure,
  isGone,
  type NormaliseContext,
  sarifRun,
} from '@actions-aws/findings';
import type { Run } from 'sarif';
import { categoryIn } from '../plan/category.ts';
import { fateOf, type Judged } from '../plan/fate.ts';
import type { Candidate } from '../plan/state.ts';
import type { ReportedRun } from './report.ts';

/** Where a run is. */
export interface Place {
  readonly cut: Cut;
  /** Its place among the runs of its report, from 0 on. */
  readonly index: number;
  readonly skeleton: Run;
  /** The report's path, for messages. */
  readonly file: string;
  /** The category where it names none. */
  readonly category: string | undefined;
}

/** A run of a tool's own report. */
export function runOfTool(place: Place, context: NormaliseContext): ReportedRun {
  const { tool, failures, normal } = sarifRun(place.skeleton, context);
  return runAt(place, { tool, failures }, (given): Candidate | Failure => {
    // What a tool compared with its own baseline is not in a result in our words.
    const judged = isGone(given) ? GONE : undefined;
    const result = normal(given);
    if (isFailure(result)) return result;
    return { result, fate: fateOf(result, judged, { isPartial: false }), blocks: result.kind === 'secret' };
  });
}

const GONE: Judged = { fate: 'open', state: 'absent' };

/** A scan of an aggregate, as that has decided. */
export function runOfAggregate(place: Place): ReportedRun {
  const { tool, mark, remembered } = aggregateRun(place.skeleton);
  // With `partial: warn` a scan that says that it did not see everything is as good as complete.
  const isPartial = mark.complete && mark.failures.length > 0;
  const failures: readonly Failure[] = mark.failures.length > 0 ? mark.failures : [INCOMPLETE];
  const own = { tool, failures: mark.complete ? [] : failures, isLeft: mark.left === true };
  return runAt(place, own, (given): Candidate => {
    const { result, mark: decided } = remembered(given);
    const blocks = decided.blocks !== undefined || result.kind === 'secret';
    return { result, fate: fateOf(result, judgedIn(decided), { isPartial }), blocks };
  });
}

const INCOMPLETE: Failure = { kind: 'partial', message: 'The aggregate says that the scan is incomplete.' };

function judgedIn({ fate, state }: { readonly fate?: string; readonly state?: string }): Judged {
  const known = (['suppressed', 'accepted', 'excluded'] as const).find((one) => one === fate);
  return { fate: known ?? 'open', state };
}

function runAt(
  { cut, index, skeleton, file, category = '' }: Place,
  {
    tool,
    failures,
    isLeft = false,
  }: { readonly tool: string; readonly failures: readonly Failure[]; readonly isLeft?: boolean },
  candidate: (given: unknown) => Candidate | Failure,
): ReportedRun {
  const own = categoryIn(idIn(skeleton));
  return {
    tool,
    category: own === '' ? category : own,
    file,
    run: index + 1,
    skeleton,
    isLeft,
    failures,
    *candidates(only) {
      let at = -1;
      for (const given of cut.results(index)) {
        at += 1;
        if (only === undefined || only.has(at)) yield [at, candidate(given)];
      }
    },
  };
}

/** The id of a run, which has its category. */
export function idIn({ automationDetails }: Run): string {
  return typeof automationDetails?.id === 'string' ? automationDetails.id : '';
}
