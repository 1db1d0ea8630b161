import type { EcsPlace } from '../place.ts';
import type { EcsPorts } from '../ports.ts';
import type { ServiceRecord } from '../state.ts';
import { measure } from '../tasks/measure.ts';
import { progress } from './deploy.ts';
import { healthDue, lookAfter } from './health.ts';
import { awaited } from './hooks.ts';
import { type Moment, underWay } from './moment.ts';
import { moveOn } from './move-on.ts';
import { print } from './run.ts';
import { schedule } from './schedule.ts';
import { stageLimit } from './stages.ts';

/**
 * Brings all services up to now, from one event to the next: a jump of an hour comes to the same as 3,600 steps of a second.
 * No timer waits, so that a snapshot holds all that will come.
 */
export function settle(place: EcsPlace, ports: EcsPorts): void {
  const now = place.clock.now();
  const services = [...place.state.services.values()];
  for (;;) {
    const due = services.filter(({ wake }) => wake !== undefined && wake <= now);
    const [next] = due.sort((a, b) => a.wake! - b.wake!);
    if (!next) break;
    measure(place, ports, next.wake!);
    happen({ place, ports, service: next, at: next.wake! });
  }
  measure(place, ports, now);
  // What was acted upon from outside since: a weight, an alarm, a target group.
  for (const service of services) happen({ place, ports, service, at: now });
}

/** What of a service happens at one time, until nothing more does; then, when the next will. */
function happen(moment: Moment): void {
  const { place, service, at } = moment;
  if (service.status === 'INACTIVE' && service.stopped.length === 0) {
    service.wake = undefined;
    return;
  }
  for (let changed = true; changed; ) {
    const moved = service.tasks.map((task) => moveOn(moment, task)).includes(true);
    const looked = service.tasks.map((task) => lookAfter(moment, task)).includes(true);
    const scheduled = schedule(moment);
    const progressed = progress(moment);
    changed = moved || looked || scheduled || progressed;
  }
  for (const task of service.tasks) print(moment, task);
  const ended = service.tasks.filter(({ status }) => status === 'STOPPED');
  if (ended.length > 0) service.tasks = service.tasks.filter(({ status }) => status !== 'STOPPED');
  const gone = service.stopped.findIndex(({ stopped = at }) => stopped + place.state.pace.stoppedTasks > at);
  if (ended.length > 0 || gone !== 0) {
    service.stopped = [...(gone < 0 ? [] : service.stopped.slice(gone)), ...ended];
  }
  if (service.status === 'DRAINING' && service.tasks.length === 0) {
    service.status = 'INACTIVE';
  }
  service.wake = wakeOf(moment);
}

function wakeOf(moment: Moment): number | undefined {
  const { service, at } = moment;
  const times = [
    ...service.tasks.flatMap((task) => [task.next, healthDue(moment, task)]),
    ...service.revisions.map(({ throttledUntil, scaled }) => (scaled ? throttledUntil : undefined)),
    ...deploymentTimes(service),
  ];
  const coming = times.filter((time): time is number => time !== undefined && Number.isFinite(time) && time > at);
  return coming.length === 0 ? undefined : Math.min(...coming);
}

function deploymentTimes(service: ServiceRecord): readonly (number | undefined)[] {
  const [current] = underWay(service);
  if (!current) return [];
  const expiries = awaited(current).map(({ expires }) => expires);
  return [current.until, current.alarmsUntil, stageLimit(current), ...expiries];
}
