import { AwsError } from '../../kernel/errors.ts';
import type { Quota, Service } from '../../kernel/service.ts';

/** Requests per second: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const rates: Readonly<Record<string, number>> = {
  DeleteAlarms: 3,
  DescribeAlarmHistory: 3,
  DescribeAlarms: 9,
  DescribeAlarmsForMetric: 3,
  DisableAlarmActions: 3,
  EnableAlarmActions: 3,
  GetMetricData: 50,
  GetMetricStatistics: 400,
  ListMetrics: 25,
  PutCompositeAlarm: 3,
  PutMetricAlarm: 3,
  PutMetricData: 500,
  SetAlarmState: 3,
};

/** Each operation has its own bucket; a second's worth may come at once, which AWS does not promise. */
export function quotaOf(protocol: Service<never>['protocol']): (operation: string) => Quota | undefined {
  const code = protocol === 'query' ? 'Throttling' : 'ThrottlingException';
  return (operation) => {
    const rate = rates[operation];
    if (rate === undefined) return undefined;
    const refusal = () => new AwsError(code, 400, 'Rate exceeded');
    return { name: operation, ratePerSecond: rate, burst: rate, refusal };
  };
}
