import { prose, type Run } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { revisionId } from '@actions-aws/ecs';
import {
  asError,
  type EndBack,
  type Failure,
  headOfReport,
  type Outcome,
  stepsOfReport,
  summarizeBack,
  summarizeSteps,
} from '@actions-aws/promotion';
import type { outputs } from '../inputs/inputs.ts';
import { ANY, type Observed, type Step } from '../plan/state.ts';
import type { Result } from '../roll-back.ts';
import { inWords, notesOf, replaced, warningOf } from './words.ts';

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** The end of a rollback, worked out once: log, outputs, report and summary are told from it. */
interface RollbackEnd extends EndBack<Step> {
  readonly result: Result;
  /** Id of the revision that users reach; empty where that is not known. */
  readonly revision: string;
  /** Family and revision of its task definition; empty where it was not looked at. */
  readonly taskDefinition: string;
}

/** Tells a workflow, and the people who look at it, how a rollback went. */
export function report(result: Result, run: Tells): void {
  const end = endOf(result);
  run.outputs.setAll(outputValues(result, end));
  run.log.info(`${end.sentence} ${end.usersReach}`);
  summarize(end, run.summary);
  if (end.failure) run.fail(asError(end.failure));
}

/** What a workflow gets. */
export function outputValues(result: Result, end: RollbackEnd = endOf(result)) {
  return {
    outcome: result.outcome,
    revision: end.revision,
    'previous-revision': end.previous,
    'task-definition': end.taskDefinition,
    'recovery-ms': result.recoveryMs,
    report: withoutAccounts(reportOf(end)),
  };
}

function reportOf(end: RollbackEnd) {
  const { result, revision, previous, planned, warnings } = end;
  const { participant, recoveryMs } = result;
  const { before, observed } = participant;
  return {
    ...headOfReport(end),
    revision: revision || null,
    previousRevision: previous || null,
    because: observed.target?.because ?? null,
    recoveryMs: recoveryMs ?? null,
    ...stepsOfReport(end),
    notes: planned.length > 0 ? notesOf(before.target ? before : observed) : [],
    warnings,
  };
}

function endOf(result: Result): RollbackEnd {
  const { participant, outcome } = result;
  const { desired, before, observed, planned, done } = participant;
  const revision = outcome === 'unknown' ? '' : reached(observed);
  const previous = undoneIn(result);
  return {
    result,
    key: desired.name.service,
    name: desired.name.service,
    outcome,
    revision,
    previous,
    usersReach: usersReach(observed, outcome, revision, previous),
    failure: failureOf(result),
    planned,
    done,
    sentence: failureOf(result)?.message ?? sentence(result, revision),
    taskDefinition: taskDefinitionOf(observed),
    warnings: [warningOf(before, desired), observed.ended.length > 0 ? replaced(observed.ended, desired) : ''].filter(
      Boolean,
    ),
  };
}

/** The revision that users reach; empty where they may reach two. */
function reached({ standing, ours, isOver }: Observed): string {
  if (ours && isOver) return ours.revision;
  return standing.is === 'resting' && !ours ? standing.live : '';
}

function taskDefinitionOf({ ours, isOver, registered, undoing, standing }: Observed): string {
  if (ours && isOver) return shortName(registered?.arn ?? '');
  const isUndoing = standing.is === 'resting' && undoing && revisionId(undoing.arn) === standing.live;
  return isUndoing ? shortName(undoing.taskDefinition) : '';
}

function shortName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** What was taken back by now, or what users reached before. */
function undoneIn({ participant: { before, observed }, outcome }: Result): string {
  const { standing } = observed;
  if (outcome === 'rolled-back') {
    const undid = standing.is === 'resting' ? (standing.undone?.revision ?? observed.mark?.undid) : undefined;
    if (undid) return undid;
  }
  const was = before.standing;
  if (was.is === 'resting') return was.live;
  return was.is === 'going back' ? was.undone.revision : was.target;
}

/** Why it is red, and what to do; nothing when it is green. */
function failureOf({ participant: { observed, desired }, outcome }: Result): Failure | undefined {
  const { failure } = observed;
  const { service, cluster } = desired.name;
  if (!failure) return undefined;
  const look = `aws ecs describe-services --cluster ${cluster} --services ${service}`;
  if (outcome === 'unknown') {
    return {
      ...failure,
      message: `${failure.message} What ${service} does could not be read.`,
      hint: `Look with ${look}, and run this job again: it goes on from there.`,
    };
  }
  if (outcome !== 'rollback-failed') return failure;
  const state =
    observed.recoveredAt === undefined
      ? 'Users were not seen to be back.'
      : 'All users are back, and the deployment is not over.';
  return {
    ...failure,
    message: `${failure.message} ${state}`,
    hint: `${failure.hint ?? ''} Run this job again: another attempt of the same run goes on with what is under way.`.trim(),
  };
}

function sentence({ participant: { desired, observed }, outcome }: Result, revision: string): string {
  const { service } = desired.name;
  const { because } = observed.target ?? {};
  switch (outcome) {
    case 'rolled-back':
      return `${service} is back${revision && ` on ${revision}`}${because ? `: ${because}` : ''}.`;
    case 'planned':
      return 'A dry run; nothing was written.';
    default:
      return desired.onlyIf !== ANY && revision !== desired.onlyIf
        ? `${desired.onlyIf} was taken back already: ${service} is on ${revision}.`
        : `${service} is on ${revision} already.`;
  }
}

/** What matters most, in whichever way it ended. */
function usersReach({ recoveredAt, target }: Observed, outcome: Outcome, revision: string, previous: string): string {
  if (outcome === 'unknown') return 'It is not known which revision users reach.';
  if (outcome === 'rollback-failed') {
    return recoveredAt === undefined ? 'Users may still reach what should be taken back.' : 'All users are back.';
  }
  if (revision === '') return 'Users reach what is being deployed, or what was there before it.';
  if (outcome === 'rolled-back') {
    return `Users are back on ${revision}${target ? `, a copy of ${revisionId(target.revision.arn)}` : ''}.`;
  }
  return revision === previous ? `Users stay on ${revision}.` : `Users reach ${revision}.`;
}

function summarize(end: RollbackEnd, summary: Tells['summary']): void {
  const { revision, warnings, result } = end;
  summarizeBack(end, revision, summary);
  if (result.recoveryMs !== undefined) {
    summary.paragraph(`All users were back after ${(result.recoveryMs / 1000).toFixed(1)} s.`);
  }
  for (const warning of warnings) summary.paragraph(prose(`⚠️ ${warning}`));
  summarizeSteps([end], (step) => inWords(step, result.participant.desired), summary);
  const { before, observed, planned } = result.participant;
  if (planned.length > 0) for (const note of notesOf(before.target ? before : observed)) summary.paragraph(prose(note));
}
