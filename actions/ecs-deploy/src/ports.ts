import type { Clock } from '@actions-aws/action';
import type { Exchange } from '@actions-aws/action/http';
import { onDemand, type Patience, patient } from '@actions-aws/aws';
import { type Addresses, addressesBy } from '@actions-aws/checks';
import {
  awsDeployments,
  awsExplain,
  awsListeners,
  awsServices,
  awsTaskDefinitions,
  type Deployments,
  type Explain,
  type Listeners,
  nothingSeen,
  type Services,
  type TaskDefinitions,
} from '@actions-aws/ecs';
import type { Alarms } from '@actions-aws/gates';
import type { Context } from '@actions-aws/promotion';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

/** All that a deployment reaches outside of itself. */
export interface Ports {
  readonly services: Services;
  readonly definitions: TaskDefinitions;
  readonly deployments: Deployments;
  readonly listeners: Listeners;
  readonly explain: Explain;
  readonly alarms: Alarms;
  /** Makes the requests of checks. */
  readonly exchange: Exchange;
  /** Other addresses, which checks name. */
  readonly addresses: Addresses;
  /** The same, with this patience. */
  under(patience: Patience): Ports;
}

/** What the ports are made of: clients that make each request once. */
export interface Means {
  readonly ecs: ECSClient;
  readonly balancing: ElasticLoadBalancingV2Client;
  /** Loaded where there are alarms. */
  cloudwatch(): Promise<CloudWatchClient>;
  /** Loaded where tasks have failed. */
  logs(): Promise<CloudWatchLogsClient>;
  readonly exchange: Exchange;
}

/** The ports over AWS, and over the service's own addresses. */
export function portsOver({ ecs, balancing, cloudwatch, logs, exchange }: Means, clock: Clock, first: Patience): Ports {
  const seen = nothingSeen();
  const under = (patience: Patience): Ports => ({
    services: awsServices(ecs, clock, patience, seen),
    definitions: awsTaskDefinitions(ecs, clock, patience, seen),
    deployments: awsDeployments(ecs, clock, patience),
    listeners: awsListeners(balancing, clock, patience),
    explain: awsExplain(ecs, logs, clock, patience),
    alarms: onDemand(async () => {
      const { awsAlarms } = await import('@actions-aws/gates/cloudwatch');
      return awsAlarms(patient(await cloudwatch(), patience, clock));
    }),
    exchange,
    addresses: addressesBy(exchange),
    under,
  });
  return under(first);
}

/** What a deployment acts in. */
export type DeployContext = Context<Ports>;
