import type { Run } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { asError } from '@actions-aws/promotion';
import { verdictsAsData } from '@actions-aws/site';
import type { outputs } from '../inputs/inputs.ts';
import type { Result } from '../promote.ts';
import { ENDINGS, endOf, type PromotionEnd } from './ending.ts';
import { summarize } from './summary.ts';
import { takenBackInWords } from './words.ts';

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** Tells a workflow, and the people who look at it, how a promotion went. */
export function report(result: Result, run: Tells): void {
  const end = endOf(result);
  run.outputs.setAll(outputValues(end));
  summarize(end, run.summary);
  const { name, outcome, usersReach, failure } = end;
  run.log.info(`${name} ${outcome}: ${ENDINGS[outcome]}. ${usersReach}`);
  if (failure) run.fail(asError(failure));
}

/** What a workflow gets. */
export function outputValues(end: PromotionEnd) {
  const { desired, observed } = end.result.participant;
  return {
    outcome: end.outcome,
    'release-id': desired.staged.release,
    'promoted-release': end.promoted,
    'previous-release': end.previous,
    'app-url': observed.appUrl,
    report: withoutAccounts(reportOf(end)),
  };
}

function reportOf({ result, outcome, failure, usersReach, previous, planned, done }: PromotionEnd) {
  const { participant, checks, notes, clashes } = result;
  const { desired, before } = participant;
  return {
    outcome,
    code: failure?.code ?? null,
    message: failure?.message ?? null,
    usersReach,
    release: desired.staged.release,
    previousRelease: previous || null,
    provedBy: desired.unproved.length === 0 ? desired.require : [],
    planned,
    steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
    checks: checks.map(({ name, target, wrong, durationMs }) => ({ name, target, wrong, durationMs })),
    warning: takenBackInWords(before, desired) || null,
    notes,
    clashes,
    verdicts: verdictsAsData(before.verdicts),
  };
}
