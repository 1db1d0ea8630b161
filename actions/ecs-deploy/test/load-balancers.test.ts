import { systemClock } from '@actions-aws/action';
import { awsListeners } from '@actions-aws/ecs';
import { CreateServiceCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { errorsOf, type World, world } from './support/world.ts';

let one: World;
let network: Awaited<ReturnType<typeof networkBalancer>>;
beforeAll(async () => {
  one = await world({ strategy: 'ROLLING' });
  network = await networkBalancer(one);
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

/** A Network Load Balancer whose listener forwards to a target group. */
async function networkBalancer({ elb }: World) {
  const made = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'net', Subnets: ['subnet-1'], Type: 'network', Scheme: 'internal' }),
  );
  const { LoadBalancerArn, DNSName = '' } = made.LoadBalancers?.[0] ?? {};
  const settings = { Name: 'net', Protocol: 'TCP', Port: 8080, VpcId: 'vpc-1', TargetType: 'ip' } as const;
  const { TargetGroups } = await elb.send(new CreateTargetGroupCommand(settings));
  const { TargetGroupArn = '' } = TargetGroups?.[0] ?? {};
  const { Listeners } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'TCP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  return { host: DNSName, targetGroup: TargetGroupArn, listener: Listeners?.[0]?.ListenerArn ?? '' };
}

const behind = (targetGroupArn: string) => ({ targetGroupArn, containerName: 'app', containerPort: 8080 });

test('a service that deploys by ROLLING behind a Network Load Balancer is refused, and nothing is written', async () => {
  const { cluster, configuration, ecs } = one;
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: 'stream',
      taskDefinition: 'api',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] } },
      deploymentConfiguration: configuration,
      loadBalancers: [behind(network.targetGroup)],
    }),
  );
  await one.cloud.clock.advance(10 * 60_000);
  await one.cloud.control.clearJournal();
  const ended = await one.deployBy({ inputs: { service: 'stream' } });
  expect(ended.outputs.outcome).toBe('failed');
  expect(errorsOf(ended)).toContain(`its target group ${network.targetGroup} has the protocol TCP`);
  expect(await one.writes()).toEqual([]);
});

test('one that is behind both kinds is refused as well', async () => {
  const { cluster, service, ecs, balancer } = one;
  const loadBalancers = [behind(balancer?.blue ?? ''), behind(network.targetGroup)];
  await ecs.send(new UpdateServiceCommand({ cluster, service, loadBalancers }));
  await one.cloud.clock.advance(10 * 60_000);
  await one.cloud.control.clearJournal();
  const ended = await one.deployBy({});
  expect(errorsOf(ended)).toContain(`its target group ${network.targetGroup} has the protocol TCP`);
  expect(await one.writes()).toEqual([]);
});

test('a listener by its own ARN is told of with its load balancer, and forwards by its default actions', async () => {
  const listeners = awsListeners(one.elb, systemClock);
  expect(await listeners.describe([network.listener, `${network.listener}0`])).toEqual([
    {
      arn: network.listener,
      listener: network.listener,
      protocol: 'TCP',
      port: 80,
      host: network.host,
      kind: 'network',
      isInternal: true,
      conditions: [],
      weights: { [network.targetGroup]: 1 },
    },
  ]);
});

test('target groups are told of by their protocol, and those that are gone are left out', async () => {
  const listeners = awsListeners(one.elb, systemClock);
  const { blue = '' } = one.balancer ?? {};
  expect(await listeners.targetGroups([blue, `${blue}0`, network.targetGroup])).toEqual([
    { arn: blue, protocol: 'HTTP' },
    { arn: network.targetGroup, protocol: 'TCP' },
  ]);
});
