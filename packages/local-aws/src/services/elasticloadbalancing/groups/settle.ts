import { dimensionOf, type LoadBalancingPlace } from '../place.ts';
import type { LoadBalancingPorts, TargetAnswer } from '../ports.ts';
import { drainMs, type GroupRecord, registeredIn, type TargetRecord } from '../state.ts';
import { matches } from './check.ts';
import { loadBalancersOf } from './use.ts';

const minute = 60_000;
/** As much as is counted for CloudWatch of a time in which nothing looked; what is older is left out. */
const counted = 6 * 60 * minute;

/** Brings what runs behind the targets, and then their health, up to a time. Idempotent. */
export function settle(place: LoadBalancingPlace, ports: LoadBalancingPorts, now: number): void {
  ports.catchUp(place);
  settleGroups(place, ports, now);
}

/** The same of the health alone, for who catches up. */
export function settleGroups(place: LoadBalancingPlace, ports: LoadBalancingPorts, now: number): void {
  for (const group of place.state.groups.values()) settleGroup(place, ports, group, now);
}

/** Checks the targets of one group at each of their times up to `now`, and counts them at each full minute. */
export function settleGroup(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  group: GroupRecord,
  now: number,
): void {
  if (now <= group.settled) return;
  const loadBalancers = loadBalancersOf(place.state, group.arn);
  const from = Math.max(group.settled, now - counted);
  for (let full = (Math.floor(from / minute) + 1) * minute; full <= now; full += minute) {
    checkUntil(place, ports, group, full);
    count(place, ports, group, loadBalancers, full);
  }
  checkUntil(place, ports, group, now);
  for (const [key, target] of group.targets) {
    if (target.deregistered !== undefined && target.deregistered + drainMs(group) <= now) group.targets.delete(key);
  }
  group.settled = now;
}

function checkUntil(place: LoadBalancingPlace, ports: LoadBalancingPorts, group: GroupRecord, now: number): void {
  for (const target of group.targets.values()) {
    // Whether a target that drains is still checked is not known; its state does not show it.
    if (target.deregistered !== undefined) continue;
    while (target.due !== undefined && target.due <= now) check(place, ports, group, target, now);
  }
}

function check(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  group: GroupRecord,
  target: TargetRecord,
  now: number,
): void {
  const at = target.due!;
  const port = group.check.port === 'traffic-port' ? target.port : Number(group.check.port);
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html names no header but this.
  const headers = { 'user-agent': 'ELB-HealthChecker/2.0', host: `${target.id}:${port}` };
  // Of a connection nothing is told but whether it came about.
  const request = { method: 'GET', path: group.check.path || '/', headers, at, nth: 0 };
  const answer = ports.ask(place, { id: target.id, port }, request);
  const failure = failureOf(answer, group);
  note(target, group, failure);
  const isSettled = target.streak.count >= Math.max(group.check.healthyThreshold, group.check.unhealthyThreshold);
  target.steadyUntil = isSettled ? answer.steadyUntil : undefined;
  // While nothing can be different, the checks in between are passed over; the rhythm stays.
  const steady = target.steadyUntil ?? at;
  target.due = steady > now ? checkAfter(group, at, now + 1) : checkAfter(group, at, steady);
}

/** When a target that is checked at `at` is checked next, at a time or later. */
function checkAfter({ check: { intervalSeconds } }: GroupRecord, at: number, time: number): number {
  const interval = intervalSeconds * 1_000;
  return at + Math.max(1, Math.ceil((time - at) / interval)) * interval;
}

/** When the health of a target may next be another by itself; undefined where it stays until something is done. */
export function healthUntil(group: GroupRecord, target: TargetRecord): number | undefined {
  if (target.deregistered !== undefined) return target.deregistered + drainMs(group);
  const { due, steadyUntil } = target;
  if (due === undefined || steadyUntil === Number.POSITIVE_INFINITY) return undefined;
  return steadyUntil === undefined || steadyUntil <= due ? due : checkAfter(group, due, steadyUntil);
}

/** Why a check fails: the reasons of API_TargetHealth, described as target-group-health-checks.html has them. */
function failureOf(answer: TargetAnswer, { check }: GroupRecord): TargetRecord['failure'] {
  if (check.protocol === 'TCP' && (answer.kind === 'answer' || answer.kind === 'broken')) return undefined;
  if (answer.kind === 'refused' || answer.kind === 'broken')
    return { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
  if (answer.kind === 'unreachable' || answer.tookMs >= check.timeoutSeconds * 1_000) {
    return { reason: 'Target.Timeout', description: 'Request timed out' };
  }
  if (matches(check.matcher, answer.status)) return undefined;
  const description = `Health checks failed with these codes: [${answer.status}]`;
  return { reason: 'Target.ResponseCodeMismatch', description };
}

/**
 * "After your target is registered, it must pass one health check to be considered healthy"; then it takes as many checks in a row as
 * the thresholds say (target-group-health-checks.html).
 */
function note(target: TargetRecord, { check }: GroupRecord, failure: TargetRecord['failure']): void {
  const passed = failure === undefined;
  target.streak = { passed, count: target.streak.passed === passed ? target.streak.count + 1 : 1 };
  const enough = target.state === 'initial' ? 1 : check.healthyThreshold;
  if (passed && target.streak.count >= enough) {
    target.state = 'healthy';
    target.failure = undefined;
  }
  if (failure && target.streak.count >= check.unhealthyThreshold) {
    target.state = 'unhealthy';
    target.failure = failure;
  }
}

/**
 * HealthyHostCount and UnHealthyHostCount, of what does not drain: "Reported if health checks are enabled" (load-balancer-cloudwatch-metrics.html).
 * The page also says that nothing is reported while no requests flow; here these two are.
 */
function count(
  place: LoadBalancingPlace,
  ports: LoadBalancingPorts,
  group: GroupRecord,
  loadBalancers: readonly string[],
  full: number,
): void {
  const registered = registeredIn(group).filter((each) => each.registered < full);
  // AWS/NetworkELB is not there.
  if (registered.length === 0 || group.check.protocol === 'TCP') return;
  const healthy = registered.filter(({ state }) => state === 'healthy').length;
  const unhealthy = registered.filter(({ state }) => state === 'unhealthy').length;
  for (const loadBalancer of loadBalancers) {
    const dimensions = [
      { name: 'TargetGroup', value: dimensionOf(group.arn) },
      { name: 'LoadBalancer', value: dimensionOf(loadBalancer) },
    ];
    const at = full - minute;
    ports.publish(place, [
      { name: 'HealthyHostCount', dimensions, at, value: healthy, unit: 'Count' },
      { name: 'UnHealthyHostCount', dimensions, at, value: unhealthy, unit: 'Count' },
    ]);
  }
}
