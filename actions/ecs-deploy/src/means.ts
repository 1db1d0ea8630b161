import { exchangeBy, type Stream } from '@actions-aws/action/http';
import type { Connect } from '@actions-aws/aws';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Means } from './ports.ts';

/** What a run's ports are made of: the clients that every run needs, and others that are loaded by their first call. */
export function meansBy(
  ecs: ECSClient,
  balancing: ElasticLoadBalancingV2Client,
  connect: Connect,
  stream: Stream,
): Means {
  const cloudwatch = async () => connect((await import('@aws-sdk/client-cloudwatch')).CloudWatchClient);
  const logs = async () => connect((await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogsClient);
  return { ecs, balancing, cloudwatch, logs, exchange: exchangeBy(stream) };
}
