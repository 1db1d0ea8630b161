import type { LocalAws } from '@actions-aws/local-aws';
import { addHooks, type Balancer, isSteady, makeBalancer, makeService } from '@actions-aws/testing/ecs';
import { pushImage } from '@actions-aws/testing/images';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import type { ServiceSetup } from '../setup/service.ts';
import type { Clients } from './clients.ts';

/** How long old tasks go on with requests that they have, in seconds. */
const drainSeconds = 10;

/** What the first tasks say until something is deployed: no error, which the alarm would count. The load balancer asks for `/health`. */
const placeholder = {
  status: 404,
  body: '{"error":"Nothing was deployed yet."}',
  paths: { '/health': { status: 200, body: '{"version":"none"}' } },
};

/** Milliseconds of the cloud's clock by which it is moved on while a service starts. */
const stepMs = 10_000;

/**
 * Makes services with a load balancer each, as infrastructure code would, and moves the clock on until they are steady; gives the
 * addresses of their listeners, by their variables.
 */
export async function makeServices(
  cloud: LocalAws,
  clients: Clients,
  setups: readonly ServiceSetup[],
): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  for (const setup of setups) {
    for (const [variable, url] of await makeOne(cloud, clients, setup)) addresses.set(variable, url);
  }
  return addresses;
}

async function makeOne(cloud: LocalAws, clients: Clients, setup: ServiceSetup): Promise<readonly [string, string][]> {
  const { name, cluster, account, region, image, deployment, alarm, variables } = setup;
  const place = { account, region };
  const ecs = clients.ecs(setup);
  const { digest, uri } = await pushImage(
    cloud,
    `${image}:placeholder`,
    { files: { 'app/empty.txt': '' }, config: { Cmd: ['none'] } },
    { accessKeyId: account, region },
  );
  await cloud.control.call('ecs.script', { digest, answers: placeholder }, place);
  const balancer = await makeBalancer(clients.elb(setup), { drainSeconds, name: cluster, service: name });
  if (alarm !== undefined) await clients.cloudwatch(setup).send(errorsAlarm(alarm, balancer));
  const service = { cluster, service: name, desiredCount: 2, configuration: deployment, balancer };
  await makeService(ecs, service, uri);
  await steady(cloud, () => isSteady(ecs, cluster, name), name);
  // From now on deployments pause, which the first one must not.
  await addHooks(ecs, service);
  const given = { loadBalancerArn: balancer.loadBalancerArn };
  const listeners = (await cloud.control.call('elasticloadbalancing.listeners', given, place)) as readonly {
    readonly listenerArn: string;
    readonly url: string;
  }[];
  const urlOf = (arn: string) => listeners.find(({ listenerArn }) => listenerArn === arn)?.url ?? '';
  return [
    [`${variables}_URL`, urlOf(balancer.production.listenerArn)],
    [`${variables}_TEST_URL`, urlOf(balancer.test.listenerArn)],
  ];
}

async function steady(cloud: LocalAws, holds: () => Promise<boolean>, name: string): Promise<void> {
  for (let step = 0; step < 100; step += 1) {
    if (await holds()) return;
    await cloud.clock.advance(stepMs);
  }
  throw new Error(`The service ${name} of the setup did not become steady.`);
}

/**
 * On errors of either group, since which of them is new changes with each deployment. With FILL the newest minute, of which nothing is known
 * yet, would be a zero: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
function errorsAlarm(alarm: string, { loadBalancerArn, blue, green }: Balancer): PutMetricAlarmCommand {
  const balancer = { Name: 'LoadBalancer', Value: loadBalancerArn.split(':loadbalancer/')[1] };
  const of = (Id: string, group: string) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Dimensions: [balancer, { Name: 'TargetGroup', Value: group.split(':').at(-1) }],
      },
      Period: 60,
      Stat: 'Sum',
    },
  });
  return new PutMetricAlarmCommand({
    AlarmName: alarm,
    Metrics: [{ Id: 'errors', Expression: 'SUM(METRICS())', ReturnData: true }, of('blue', blue), of('green', green)],
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    TreatMissingData: 'notBreaching',
  });
}
