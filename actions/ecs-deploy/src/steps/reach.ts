import {
  breakerOf,
  judgeDeployment,
  LISTED_WITHIN_MS,
  primaryOf,
  progressOf,
  type ServiceDeployment,
  stageInWords,
} from '@actions-aws/ecs';
import type { Failure } from '@actions-aws/promotion';
import { type Explained, explainDeployment, inBrief } from '../explain.ts';
import { unwatched } from '../gates/unwatched.ts';
import { isEnded, shareOf } from '../plan/drive.ts';
import { isPassedOver, mustSmoke, openPauses, wrongPause } from '../plan/pause.ts';
import type { Desired, Observed } from '../plan/state.ts';
import { lookAt, withLook } from './look.ts';
import { isOvertakenUnseen, overtaken } from './overtaken.ts';
import { LOOK_MS, type Stage, type Steps, teller, watchMeans } from './stage.ts';
import { astray, SPREAD_MS } from './weights.ts';

/** The step that waits for the deployment of this run. */
export const STEP_OF_REACHING = {
  async reach(_step, observed, stage) {
    const { context, desired } = stage;
    const { ports, clock, log, signal } = context;
    const tell = teller(log);
    let seen = observed;
    let shownUntil: number | undefined;
    for (;;) {
      const look = await lookAt(seen, desired.name, ports, signal);
      if (!look) return { ...seen, failure: gone(desired) };
      seen = withLook(seen, look, clock.now());
      const without = overtaken(look, seen, desired);
      if (without) return without;
      const isUnseen = isOvertakenUnseen(look);
      if (isUnseen) shownUntil ??= clock.now() + LISTED_WITHIN_MS;
      // Whose it is decides: until ECS lists it, that ours has ended says nothing of ours.
      const next = isUnseen && clock.now() < (shownUntil ?? 0) ? undefined : await judge(seen, stage);
      if (next) return next;
      tell(inWords(seen));
      await clock.sleep(LOOK_MS, signal);
    }
  },
} satisfies Partial<Steps>;

/** What a look says of the deployment itself; `undefined` while it has to be waited for. */
async function judge(seen: Observed, stage: Stage): Promise<Observed | undefined> {
  const { desired, watcher } = stage;
  const deployment = seen.ours?.deployment;
  if (!deployment) return undefined;
  const progress = progressOf(deployment);
  if (progress === 'unknown') {
    const { why } = judgeDeployment(deployment);
    return { ...seen, failure: { code: 'error', message: `The deployment of ${desired.name.service} ${why}.` } };
  }
  const blind = stage.byEcs && progress === 'under way' ? unwatched(deployment, seen, desired) : undefined;
  if (blind) return { ...seen, failure: blind };
  if (progress === 'successful') {
    const isProofDue = mustSmoke(seen, desired) || (!seen.verified && desired.verify.length > 0);
    // What follows may be the end: what an alarm says by now counts.
    const isOn = isProofDue || isEnded(seen);
    const failure = await (isOn ? watcher.look(watchMeans(stage)) : watcher.glance(watchMeans(stage)));
    if (failure) return { ...seen, failure };
    if (isProofDue) return seen;
    return isOn ? withAllUsers(seen, stage) : undefined;
  }
  if (progress === 'going back' || progress === 'back' || progress === 'stopped') {
    return { ...seen, failure: await takenBack(deployment, seen, stage) };
  }
  const pauses = openPauses(seen);
  if (pauses.length > 0) {
    const failure = wrongPause(deployment, seen, desired);
    return failure ? { ...seen, failure } : seen;
  }
  if (isPassedOver(deployment, seen, desired)) return seen;
  const crashing = await crashLoop(deployment, seen, stage);
  if (crashing) return { ...seen, failure: crashing };
  const isRolling = seen.service.configuration.strategy === 'ROLLING';
  // Of ROLLING AWS tells no share: its users, or its queue, meet each new task that is healthy.
  if (seen.touched === 'yes' && (isRolling || shareOf(deployment) > 0)) {
    const failure = await watcher.glance(watchMeans(stage));
    if (failure) return { ...seen, failure };
  }
  const hasAll = !isRolling && shareOf(deployment) >= 100;
  return hasAll && !seen.verified && desired.verify.length > 0 ? seen : undefined;
}

/** Sees whether the production listener brings all users to what has ended; another hand may have set its weights since they were looked at. */
async function withAllUsers(seen: Observed, { context }: Stage): Promise<Observed> {
  const { ports, clock, signal } = context;
  if (seen.productionRule && (await astray(seen, ports))) {
    // A read may be from before the last shift.
    await clock.sleep(SPREAD_MS, signal);
    const found = await astray(seen, ports);
    if (found) return { ...seen, brings: found.share, failure: found.failure };
  }
  return { ...seen, brings: 100 };
}

/**
 * Tasks that fail again and again before any user has met one. AWS's pages disagree whether the circuit breaker watches strategies other
 * than ROLLING, so that it is not relied on there; where it is on, it is left to say the word.
 */
async function crashLoop(deployment: ServiceDeployment, seen: Observed, stage: Stage): Promise<Failure | undefined> {
  const { service, ours } = seen;
  if (service.configuration.strategy === 'ROLLING' || shareOf(deployment) > 0) return undefined;
  const asked = primaryOf(service);
  const isOwn = ours?.revision !== undefined && asked?.id === `ecs-svc/${ours.revision.split('/').pop()}`;
  const failed = isOwn ? (asked?.failed ?? 0) : 0;
  const usual = { enable: true, rollback: true, resetOnHealthyTask: true };
  const verdict = breakerOf({ ...usual, threshold: { type: 'BOUNDED_PERCENT', value: 50 } }, service.desiredCount ?? 0);
  if (verdict.is !== 'on' || failed < verdict.failures) return undefined;
  const { found, why } = await whyItFailed(deployment, seen, stage);
  // Where none was even placed there may be room for them in a while.
  if (found.isKnown && found.tasks.length === 0) return undefined;
  stage.explained.push(found);
  const message = `${failed} tasks of the new revision of ${stage.desired.name.service} failed, one after another. ${why}`;
  return { code: 'deployment-failed', message: message.trim(), hint: HINT };
}

const HINT = 'Look at the tasks that stopped, and at what their containers wrote last, in the summary.';

/** ECS, or another hand by it, has taken our deployment back. */
async function takenBack(deployment: ServiceDeployment, seen: Observed, stage: Stage): Promise<Failure> {
  const { status, statusReason, rollback, alarms, hooks } = deployment;
  const timedOut = hooks.some((hook) => hook.status === 'TIMED_OUT');
  const said = rollback?.reason || statusReason;
  const fired = alarms.triggered.length > 0 ? ` The alarm ${alarms.triggered.join(', ')} fired.` : '';
  const late = timedOut ? ' A pause ended before it was answered.' : '';
  const { found, why } = await whyItFailed(deployment, seen, stage);
  stage.explained.push(found);
  return {
    code: 'deployment-failed',
    message:
      `The deployment of ${stage.desired.name.service} did not go through (${status}${said && `: ${said.replace(/\.$/, '')}`}).${fired}${late} ${why}`.trim(),
    hint: HINT,
  };
}

async function whyItFailed(
  deployment: ServiceDeployment,
  seen: Observed,
  { desired, context }: Stage,
): Promise<{ readonly found: Explained; readonly why: string }> {
  const found = await explainDeployment(deployment, seen, desired, context.ports);
  return { found, why: inBrief(found) };
}

function gone({ name }: Desired): Failure {
  return {
    code: 'error',
    message: `The service ${name.service} is not there any more.`,
    hint: 'Look who deletes it, in your infrastructure code.',
  };
}

function inWords({ ours, service }: Observed): string {
  const deployment = ours?.deployment;
  if (!deployment) return 'ECS does not show the deployment yet.';
  const { target, stage, status } = deployment;
  const tasks = `${target.running ?? '?'} of ${target.requested ?? service.desiredCount ?? '?'} tasks run`;
  const share = target.productionWeight === undefined ? '' : `, ${target.productionWeight}% of the users`;
  return `${status}${stage && `: it ${stageInWords(stage)}`}; ${tasks}${share}`;
}
