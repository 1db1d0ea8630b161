import { dueAt, progressOf, type ServiceDeployment } from '@actions-aws/ecs';
import { isPassedOver, mustSmoke, openPauses, wrongPause } from './pause.ts';
import { isHeldAt, stepAt, wantedShares } from './shares.ts';
import type { Desired, Observed, Step } from './state.ts';

const REACH_END: Step = { do: 'reach', next: 'end' };

/** What is left until all users are on the deployment of this run. */
export function drive(observed: Observed, desired: Desired): readonly Step[] {
  const deployment = observed.ours?.deployment;
  if (!deployment) return forecast(observed, desired, 0);
  const progress = progressOf(deployment);
  if (progress === 'successful') return finish(observed, desired);
  // The look of that step says what is wrong, and ends the run.
  if (progress !== 'pending' && progress !== 'under way') return [REACH_END];
  const [pause] = openPauses(observed);
  if (!pause) return between(deployment, observed, desired);
  if (wrongPause(deployment, observed, desired)) return [REACH_END];
  return atPause(pause.id, deployment, observed, desired);
}

/** Whether tasks of other revisions still run, by either view that a service has of its deployments. */
export function hasOldTasks({ service, ours }: Pick<Observed, 'service' | 'ours'>): boolean {
  const others = service.revisions.filter(({ arn }) => arn !== ours?.revision);
  const replaced = service.deployments.filter(({ status }) => status !== 'PRIMARY');
  return [...others, ...replaced].some(({ running = 0, pending = 0 }) => running + pending > 0);
}

/** Whether the deployment has come to its end by all that ECS says: SUCCESSFUL, with all users, and no task of another revision. */
export function isEnded(observed: Pick<Observed, 'service' | 'ours'>): boolean {
  const deployment = observed.ours?.deployment;
  if (!deployment || progressOf(deployment) !== 'successful') return false;
  return (deployment.target.productionWeight ?? 100) >= 100 && !hasOldTasks(observed);
}

/** Whether the deployment is where `promoted` is true of it: the load balancer brings all users to it as well. */
export function isOver(observed: Pick<Observed, 'service' | 'ours' | 'productionRule' | 'brings'>): boolean {
  return isEnded(observed) && (observed.brings === 100 || !observed.productionRule);
}

/** The share of the users that the candidate has, in percent, as far as AWS says. */
export function shareOf(deployment: ServiceDeployment | undefined): number {
  return deployment?.target.productionWeight ?? 0;
}

function finish(observed: Observed, desired: Desired): readonly Step[] {
  const smoke: readonly Step[] = mustSmoke(observed, desired) ? [{ do: 'smoke' }] : [];
  return [...smoke, ...verify(observed, desired), ...(isOver(observed) ? [] : [REACH_END])];
}

function verify({ verified }: Observed, desired: Desired): readonly Step[] {
  return verified || desired.verify.length === 0 ? [] : [{ do: 'verify' }];
}

function between(deployment: ServiceDeployment, observed: Observed, desired: Desired): readonly Step[] {
  if (isPassedOver(deployment, observed, desired)) {
    return [{ do: 'smoke' }, ...between(deployment, { ...observed, smoked: true }, desired)];
  }
  const hasAll = observed.service.configuration.strategy !== 'ROLLING' && shareOf(deployment) >= 100;
  if (hasAll) return [...verify(observed, desired), REACH_END];
  return forecast(observed, desired, shareOf(deployment));
}

function atPause(hookId: string, deployment: ServiceDeployment, observed: Observed, desired: Desired): readonly Step[] {
  const from = shareOf(deployment);
  const { is } = observed.service.configuration.strategy === 'ROLLING' ? { is: 'nothing' } : dueAt(deployment.target);
  const smoke: readonly Step[] = mustSmoke(observed, desired) ? [{ do: 'smoke' }] : [];
  const goOn: Step = { do: 'continue', from, hookId };
  const hold: readonly Step[] = isHeldAt(from, desired) ? [{ do: 'hold', share: from }] : [];
  switch (is) {
    case 'nothing':
      return [goOn, ...forecast(observed, desired, from)];
    case 'smoke':
      return hold.length > 0
        ? [...smoke, ...hold]
        : [...smoke, goOn, ...forecast({ ...observed, smoked: true }, desired, from)];
    case 'gate': {
      const gate = gateAt(from, observed, desired);
      if (hold.length > 0) return [...smoke, ...gate, ...hold];
      const next = { ...observed, smoked: true, passed: [...observed.passed, from] };
      return [...smoke, ...gate, goOn, ...forecast(next, desired, from)];
    }
    case 'last gate': {
      return [...smoke, ...verify(observed, desired), goOn, REACH_END];
    }
    default:
      return [REACH_END];
  }
}

function gateAt(percent: number, { passed }: Pick<Observed, 'passed'>, desired: Desired): readonly Step[] {
  const step = stepAt(percent, desired.canary);
  return step && !passed.includes(percent) ? [{ do: 'gate', share: percent, forMs: step.bakeMs }] : [];
}

/** What follows from a share on, as far as it can be told now. */
function forecast(observed: Observed, desired: Desired, share: number): readonly Step[] {
  const steps: Step[] = [];
  const goOn = (from: number) => steps.push({ do: 'continue', from, hookId: '' });
  if (observed.service.configuration.strategy === 'ROLLING') {
    return [{ do: 'reach', next: 'end' }, ...verify(observed, desired)];
  }
  if (share === 0 && (mustSmoke(observed, desired) || desired.until === 'staged')) {
    steps.push({ do: 'reach', next: 'test' });
    if (mustSmoke(observed, desired)) steps.push({ do: 'smoke' });
    if (isHeldAt(0, desired)) return [...steps, { do: 'hold', share: 0 }];
    goOn(0);
  }
  for (const wanted of wantedShares(desired).filter((one) => one > share)) {
    steps.push({ do: 'reach', next: 'share', share: wanted }, ...gateAt(wanted, observed, desired));
    if (isHeldAt(wanted, desired)) return [...steps, { do: 'hold', share: wanted }];
    goOn(wanted);
  }
  return [...steps, { do: 'reach', next: 'users' }, ...verify(observed, desired), REACH_END];
}
