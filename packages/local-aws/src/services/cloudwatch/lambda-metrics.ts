import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { settle } from './lifecycle.ts';
import type { CloudWatchPlace } from './operation.ts';
import { aggregateOf, publish } from './samples.ts';
import type { Dimension } from './state.ts';

/** One invocation as Lambda tells of it when it has ended, or when it was throttled. */
export interface InvocationRecord {
  readonly functionName: string;
  /** The version or alias that the caller named; undefined when it named the function alone. */
  readonly qualifier: string | undefined;
  /** The version that ran, or would have; it makes a dimension only where the qualifier is an alias. */
  readonly executedVersion: string;
  readonly isAlias: boolean;
  /** When it was invoked: the timestamp of all its metrics. */
  readonly started: number;
  readonly outcome: 'success' | 'error' | 'throttled';
  /** Milliseconds in the function's code. */
  readonly duration: number;
  /** How many invocations of the same function, of the same qualifier, and of the account were running, this one included. */
  readonly concurrent: { readonly function: number; readonly resource: number; readonly account: number };
}

/**
 * Publishes what Lambda publishes of an invocation, when it has ended: so the longer it runs, the later its data come, under
 * the time at which it was invoked (Lambda developer guide, monitoring-metrics and monitoring-metrics-types).
 *
 * Dimensions (there, "viewing metrics"): none, across all functions; FunctionName; FunctionName and Resource, which is the
 * function with the qualifier it was invoked by, so that an invocation by alias counts for the alias and not for the version;
 * and of an alias FunctionName, Resource and ExecutedVersion. A throttled request counts as neither invocation nor error;
 * that Errors and Throttles are 0 beside an invocation is what one sees, and what makes averages of them rates. AWS does not
 * say whether a throttled request has an ExecutedVersion: here none.
 */
export function recordInvocation({ state, clock }: CloudWatchPlace, invocation: InvocationRecord): void {
  const now = clock.now();
  const { started, outcome, duration, concurrent } = invocation;
  const throttled = outcome === 'throttled';
  settle(state, now);
  const put = (name: string, value: number, unit: StandardUnit, dimensions: readonly Dimension[]) =>
    publish(state, now, {
      namespace: 'AWS/Lambda',
      name,
      dimensions,
      at: started,
      visible: now + state.delays.lambda,
      unit,
      aggregate: aggregateOf(new Map([[value, 1]])),
    });
  for (const { dimensions, running } of setsOf(invocation, concurrent)) {
    put('Throttles', throttled ? 1 : 0, 'Count', dimensions);
    if (throttled) continue;
    put('Invocations', 1, 'Count', dimensions);
    put('Errors', outcome === 'error' ? 1 : 0, 'Count', dimensions);
    put('Duration', duration, 'Milliseconds', dimensions);
    put('ConcurrentExecutions', running, 'Count', dimensions);
  }
}

function setsOf(
  { functionName, qualifier, isAlias, executedVersion, outcome }: InvocationRecord,
  concurrent: InvocationRecord['concurrent'],
): readonly { readonly dimensions: readonly Dimension[]; readonly running: number }[] {
  const own = { name: 'FunctionName', value: functionName };
  const resource = { name: 'Resource', value: qualifier === undefined ? functionName : `${functionName}:${qualifier}` };
  const version = { name: 'ExecutedVersion', value: executedVersion };
  return [
    { dimensions: [], running: concurrent.account },
    { dimensions: [own], running: concurrent.function },
    { dimensions: [own, resource], running: concurrent.resource },
    ...(isAlias && outcome !== 'throttled'
      ? [{ dimensions: [own, resource, version], running: concurrent.resource }]
      : []),
  ];
}
