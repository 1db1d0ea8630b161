import {
  breakerOf,
  judgeDeployment,
  LISTED_WITHIN_MS,
  primaryOf,
  progressOf,
  revisionId,
  revisionIdIn,
  type ServiceDeployment,
  stageInWords,
} from '@actions-aws/ecs';
import { type Failure, isOlder } from '@actions-aws/promotion';
import { type Explained, explainDeployment, inBrief } from '../explain.ts';
import { contentFor } from '../plan/content.ts';
import { isOver, shareOf } from '../plan/drive.ts';
import { relationTo } from '../plan/ownership.ts';
import { isPassedOver, mustSmoke, openPauses, wrongPause } from '../plan/pause.ts';
import type { Desired, InFlight, Observed, Ours } from '../plan/state.ts';
import { touchedBy } from '../plan/touched.ts';
import { isAskedFor, type Look, lookAt } from './look.ts';
import { LOOK_MS, type Stage, type Steps, teller } from './stage.ts';
import { again, superseded } from './start.ts';

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
      const lost = lostTo(look, seen, desired);
      if (lost) return { ...seen, failure: lost };
      const twin = twinOf(look, seen, desired);
      if (twin) return { ...seen, ours: twin, smoked: false, passed: [], verified: false };
      const older = endedBy(look, desired);
      if (older) return again(ended(seen, older), desired);
      const isUnseen = isReplacedUnseen(look);
      if (isUnseen) shownUntil ??= clock.now() + LISTED_WITHIN_MS;
      // Whose it is decides: until ECS lists it, that ours has ended says nothing of ours.
      const next = isUnseen && clock.now() < (shownUntil ?? 0) ? undefined : await judge(seen, stage);
      if (next) return next;
      tell(inWords(seen));
      await clock.sleep(LOOK_MS, signal);
    }
  },
} satisfies Partial<Steps>;

/** What is observed where an older run's deployment has ended ours. */
function ended(seen: Observed, older: InFlight): Observed {
  const touchedEarlier = seen.touchedEarlier || seen.touched !== 'no';
  return { ...seen, ours: undefined, rival: older, touched: 'no', touchedEarlier };
}

/** What is observed after a look. */
function withLook(observed: Observed, { service, ours }: Look, at: number): Observed {
  return { ...observed, at, service, ours, touched: touchedBy(observed, ours.deployment) };
}

/** A deployment of a newer run, or of another hand, that came between: what is ours gives way. */
function lostTo({ others }: Look, observed: Observed, desired: Desired): Failure | undefined {
  const content = contentFor(observed, desired);
  // What has ended meanwhile, and what our own write has ended, is looked at as well: that run counts, not the later call.
  const newer = others.find((other) => {
    const relation = relationTo(other, content, desired);
    return relation === 'newer' || relation === 'unknown';
  });
  return newer && superseded(desired, newer.brings?.mark);
}

/** A deployment of the same content by this very run, in another job, that ended ours: this one goes on with it. */
function twinOf({ service, ours, others }: Look, observed: Observed, desired: Desired): Ours | undefined {
  if (!ours.deployment || isStillOurs(ours.deployment)) return undefined;
  const content = contentFor(observed, desired);
  const twin = others.find((other) => isAskedFor(other, service) && relationTo(other, content, desired) === 'same');
  return twin && { revision: twin.deployment.target.arn, deployment: twin.deployment, isAdopted: true };
}

function isStillOurs(deployment: ServiceDeployment): boolean {
  return ['pending', 'under way', 'successful', 'unknown'].includes(progressOf(deployment));
}

/** A deployment of an older run that ended ours: it is waited for, and then the plan is made anew. */
function endedBy({ service, ours, others }: Look, desired: Desired): InFlight | undefined {
  if (!ours.deployment || isStillOurs(ours.deployment)) return undefined;
  return others.find(
    (other) => isAskedFor(other, service) && isOlder(other.brings?.mark?.order, desired.deployer.order),
  );
}

/** Whether ours has ended, or is about to, since the service was asked for a revision whose deployment ECS does not show yet. */
function isReplacedUnseen({ service, ours, others }: Look): boolean {
  const { deployment } = ours;
  if (!deployment || isStillOurs(deployment)) return false;
  const asked = revisionIdIn(service);
  // After a rollback it is asked for what was there before.
  const own = [ours.revision, deployment.rollback?.revision ?? '', ...deployment.sources.map(({ arn }) => arn)];
  const shown = others.map((other) => other.deployment.target.arn);
  return asked !== '' && ![...own, ...shown].some((arn) => revisionId(arn) === asked);
}

/** What a look says of the deployment itself; `undefined` while it has to be waited for. */
async function judge(seen: Observed, stage: Stage): Promise<Observed | undefined> {
  const { desired, context, watcher } = stage;
  const deployment = seen.ours?.deployment;
  if (!deployment) return undefined;
  const progress = progressOf(deployment);
  if (progress === 'unknown') {
    const { why } = judgeDeployment(deployment);
    return { ...seen, failure: { code: 'error', message: `The deployment of ${desired.name.service} ${why}.` } };
  }
  if (progress === 'successful') {
    return isOver(seen) || mustSmoke(seen, desired) || (!seen.verified && desired.verify.length > 0) ? seen : undefined;
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
    const { ports, clock, log, signal, budget } = context;
    const means = { alarms: ports.alarms, clock, log, signal, deadline: budget.deadline, timeoutMs: desired.timeoutMs };
    const failure = await watcher.glance(means);
    if (failure) return { ...seen, failure };
  }
  const hasAll = !isRolling && shareOf(deployment) >= 100;
  return hasAll && !seen.verified && desired.verify.length > 0 ? seen : undefined;
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
