import * as sdk from '@aws-sdk/client-cloudwatch';
import type { Service } from '../../kernel/service.ts';
import { alarmChangeOperations } from './alarm-changes.ts';
import { compositeAlarmOperations } from './composite-alarms.ts';
import { control } from './control.ts';
import { putMetricDataOperations } from './custom-metrics.ts';
import { describeAlarmOperations } from './describe-alarms.ts';
import { listMetricsOperations } from './list-metrics.ts';
import { metricAlarmOperations } from './metric-alarms.ts';
import { quotaOf } from './quotas.ts';
import { readMetricOperations } from './read-metrics.ts';
import { type CloudWatchState, initialState } from './state.ts';
import { tagOperations } from './tags.ts';

/**
 * CloudWatch: metrics that come late, and alarms that evaluate by themselves as the local clock moves. AWS takes several
 * protocols here; hosted once for each, the services share one state, as state goes by name.
 */
export function cloudwatch(protocol: 'json-1.0' | 'query'): Service<CloudWatchState> {
  return {
    name: 'monitoring',
    controlName: 'cloudwatch',
    protocol,
    sdk,
    initialState,
    operations: {
      ...putMetricDataOperations,
      ...readMetricOperations,
      ...listMetricsOperations,
      ...metricAlarmOperations,
      ...compositeAlarmOperations,
      ...alarmChangeOperations,
      ...describeAlarmOperations,
      ...tagOperations,
    },
    quota: quotaOf(protocol),
    // Reached once, whatever the protocol of the clients.
    ...(protocol === 'json-1.0' && { control }),
  };
}
