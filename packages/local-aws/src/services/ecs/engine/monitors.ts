import { isGuessed } from '../guesses.ts';
import type { DeploymentRecord, ServiceRecord } from '../state.ts';
import { type Moment, member } from './moment.ts';

/** Why a service deployment has failed, and whether it is rolled back for that. */
export interface Verdict {
  /** As the rollout of the revision has it. */
  readonly rollout: string;
  /** As the service deployment has it, if it is rolled back. */
  readonly reason: string;
  readonly rollback: boolean;
}

/** Begins to watch what a service deployment is configured to be failed by. */
export function startMonitors({ place, ports, at }: Moment, deployment: DeploymentRecord): void {
  const { configuration, strategy } = deployment;
  const breaks = member(configuration, 'deploymentCircuitBreaker').enable === true;
  // "The deployment circuit breaker can only be used for services using the rolling update (ECS) deployment type": the API's
  // page of DeploymentCircuitBreaker. An acceptance test of hashicorp/terraform-provider-aws sees it roll BLUE_GREEN back. Here
  // it counts for ROLLING alone, unless told otherwise: who relies on it beyond that has to bring the time limit themselves.
  const isCounted = strategy === 'ROLLING' || isGuessed(place.state, 'breakerBeyondRolling');
  deployment.breaker = breaks && isCounted ? 'MONITORING' : 'DISABLED';
  const names = alarmNames(deployment);
  if (names.length === 0) return;
  const { states, until } = ports.alarmStates(place, names, at);
  // "If an alarm is in the ALARM state at the beginning of a deployment, Amazon ECS will not monitor alarms for the duration
  // of that deployment": https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
  deployment.alarms = Object.values(states).includes('ALARM') ? 'DISABLED' : 'MONITORING';
  deployment.alarmsUntil = deployment.alarms === 'MONITORING' ? until : undefined;
}

/** The alarms that may fail a service deployment; none where they are not enabled. */
export function alarmNames({ configuration }: DeploymentRecord): readonly string[] {
  const { enable, alarmNames: names } = member(configuration, 'alarms');
  return enable === true ? ((names ?? []) as readonly string[]) : [];
}

/** What ends a service deployment now; undefined where nothing does. */
export function verdictOf(moment: Moment, deployment: DeploymentRecord): Verdict | undefined {
  return breakerVerdict(moment, deployment) ?? alarmVerdict(moment, deployment);
}

function breakerVerdict({ service }: Moment, deployment: DeploymentRecord): Verdict | undefined {
  if (deployment.breaker !== 'MONITORING' || deployment.failures < thresholdOf(service, deployment)) return undefined;
  deployment.breaker = 'TRIGGERED';
  return {
    // Both texts are ECS's own: aws/containers-roadmap#1488, and the acceptance tests of hashicorp/terraform-provider-aws.
    rollout: 'ECS deployment circuit breaker: tasks failed to start.',
    reason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    rollback: member(deployment.configuration, 'deploymentCircuitBreaker').rollback === true,
  };
}

function alarmVerdict({ place, ports, at }: Moment, deployment: DeploymentRecord): Verdict | undefined {
  if (deployment.alarms !== 'MONITORING') return undefined;
  const { states, until } = ports.alarmStates(place, alarmNames(deployment), at);
  deployment.alarmsUntil = until;
  const triggered = Object.keys(states).filter((name) => states[name] === 'ALARM');
  if (triggered.length === 0) return undefined;
  deployment.alarms = 'TRIGGERED';
  deployment.alarmsUntil = undefined;
  deployment.triggeredAlarms = triggered;
  // AWS's words are not known; these are ours.
  return {
    rollout: `ECS deployment failed: alarm detected: ${triggered.join(', ')}.`,
    reason: `Service deployment rolled back because of alarms: ${triggered.join(', ')}.`,
    rollback: member(deployment.configuration, 'alarms').rollback === true,
  };
}

/**
 * How many failures the circuit breaker takes: BOUNDED_PERCENT of 50 within 3 and 200 unless it is configured, "rounded up",
 * of "the latest service desired count" (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html#failure-threshold).
 */
export function thresholdOf({ desiredCount }: ServiceRecord, { configuration }: DeploymentRecord): number {
  const breaker = member(configuration, 'deploymentCircuitBreaker');
  const { type = 'BOUNDED_PERCENT', value = 50 } = member(breaker, 'thresholdConfiguration');
  if (type === 'COUNT') return Number(value);
  const share = Math.ceil((Number(value) / 100) * desiredCount);
  return type === 'UNBOUNDED_PERCENT' ? share : Math.min(200, Math.max(3, share));
}

/** The service deployment is over: nothing is watched any more. */
export function endMonitors(deployment: DeploymentRecord): void {
  if (deployment.breaker === 'MONITORING') deployment.breaker = 'MONITORING_COMPLETE';
  if (deployment.alarms === 'MONITORING') deployment.alarms = 'MONITORING_COMPLETE';
  deployment.alarmsUntil = undefined;
}
