import type { ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import { notImplemented } from './errors.ts';
import { operation } from './operation.ts';
import { page } from './paging.ts';
import type { MetricRecord } from './state.ts';

const day = 86_400_000;

/** ListMetrics: metrics with data of the past two weeks, and new ones only after a while. */
export const listMetricsOperations = {
  ListMetrics: operation<ListMetricsInput, ListMetricsOutput>('ListMetrics', {
    takes: ['Namespace', 'MetricName', 'Dimensions', 'NextToken', 'RecentlyActive', 'IncludeLinkedAccounts'],
    run(
      { state, clock },
      { Namespace, MetricName, Dimensions = [], RecentlyActive, IncludeLinkedAccounts, NextToken },
    ) {
      if (IncludeLinkedAccounts) throw notImplemented('linked accounts');
      const now = clock.now();
      const since = now - (RecentlyActive === 'PT3H' ? day / 8 : 14 * day);
      const found = [...state.metrics.values()].filter(
        (metric) =>
          (Namespace === undefined || metric.namespace === Namespace) &&
          (MetricName === undefined || metric.name === MetricName) &&
          Dimensions.every(({ Name, Value }) =>
            metric.dimensions.some((each) => each.name === Name && (Value === undefined || each.value === Value)),
          ) &&
          metric.created + state.delays.listing <= now &&
          metric.samples.some(({ at }) => at >= since),
      );
      const { items, next } = page(found, 500, NextToken);
      return { Metrics: items.map(shown), ...next };
    },
  }),
};

function shown({ namespace, name, dimensions }: MetricRecord) {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions.map((each) => ({ Name: each.name, Value: each.value })),
  };
}
