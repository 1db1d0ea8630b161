import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { settle } from './lifecycle.ts';
import type { CloudWatchPlace } from './operation.ts';
import { aggregateOf, publish } from './samples.ts';
import type { CloudWatchState, Dimension } from './state.ts';

const minute = 60_000;

/** A value that a load balancer, or ECS, has measured. */
export interface Measured {
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** When, in milliseconds since the epoch; it may be past. */
  readonly at: number;
  readonly value: number;
  readonly unit: StandardUnit;
}

/**
 * Publishes what is measured and sent minute by minute: "Elastic Load Balancing measures and sends its metrics in 60-second intervals"
 * (load-balancer-cloudwatch-metrics.html of the user guide). So a value can be read when its minute has ended and it has come.
 */
export function recordMeasured(
  { state }: CloudWatchPlace,
  namespace: 'AWS/ApplicationELB' | 'AWS/ECS',
  measured: readonly Measured[],
): void {
  const delay = namespace === 'AWS/ECS' ? state.delays.ecs : state.delays.loadBalancing;
  const evaluated = evaluatedUntil(state);
  for (const { name, dimensions, at, value, unit } of measured) {
    publish(state, Math.min(at, evaluated), {
      namespace,
      name,
      dimensions,
      at,
      visible: (Math.floor(at / minute) + 1) * minute + delay,
      unit,
      aggregate: aggregateOf(new Map([[value, 1]])),
    });
  }
}

/** Up to when every alarm has been compared: it still has to see later data as they came. */
function evaluatedUntil({ alarms }: CloudWatchState): number {
  let until = Number.POSITIVE_INFINITY;
  for (const { due } of alarms.values()) until = Math.min(until, due ?? until);
  return until;
}

/** The states of alarms at a time, and when one of them may next be another by itself. */
export function alarmStatesAt({ state }: CloudWatchPlace, names: readonly string[], time: number) {
  settle(state, time);
  const found = names.flatMap((name) => state.alarms.get(name) ?? []);
  const until = evaluatedUntil(state);
  return {
    states: Object.fromEntries(found.map((alarm) => [alarm.name, alarm.state.value])),
    until: found.length > 0 && Number.isFinite(until) ? until : undefined,
  };
}
