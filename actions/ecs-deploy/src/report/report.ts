import type { Run } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { asError } from '@actions-aws/promotion';
import type { Result } from '../deploy.ts';
import type { outputs } from '../inputs/inputs.ts';
import { type DeployEnd, ENDINGS, endOf, registeredIn } from './ending.ts';
import { summarize } from './summary.ts';

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** Tells a workflow, and the people who look at it, how a deployment went; and hands that back. */
export function report(result: Result, run: Tells): Result {
  const end = endOf(result);
  run.outputs.setAll(outputValues(end));
  summarize(end, run.summary);
  const { name, outcome, usersReach, failure } = end;
  for (const { tasks } of result.explained) {
    for (const { why, lines } of tasks) {
      run.log.info(`A task stopped: ${why}`);
      for (const line of lines) run.log.info(`  ${line}`);
    }
  }
  run.log.info(`${name} ${outcome}: ${ENDINGS[outcome]}. ${usersReach}`);
  if (failure) run.fail(asError(failure));
  return result;
}

/** What a workflow gets. */
export function outputValues(end: DeployEnd) {
  const { result } = end;
  const { desired } = result.participant;
  const digests = Object.entries(desired.images).map(([container, { digest }]) => [container, digest]);
  return {
    outcome: end.outcome,
    revision: end.revision,
    'promoted-revision': end.promoted,
    'previous-revision': end.previous,
    'task-definition': registeredIn(result),
    'test-url': result.testUrl,
    share: String(end.share ?? ''),
    'expires-at': end.expiresAt,
    'image-digests': Object.fromEntries(digests),
    report: withoutAccounts(reportOf(end)),
  };
}

function reportOf({ result, outcome, failure, usersReach, previous, revision, planned, done, share }: DeployEnd) {
  const { participant, checks, watched, explained, notes } = result;
  const { service, cluster } = participant.desired.name;
  return {
    outcome,
    code: failure?.code ?? null,
    message: failure?.message ?? null,
    usersReach,
    cluster,
    service,
    strategy: participant.before.service.configuration.strategy,
    revision: revision || null,
    previousRevision: previous || null,
    share: share ?? null,
    planned,
    steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
    checks: checks.map(({ name, target, wrong, durationMs }) => ({ name, target, wrong, durationMs })),
    shares: watched,
    failedTasks: explained.flatMap(({ tasks }) => tasks),
    events: explained.flatMap(({ events }) => events),
    notes,
  };
}
