import { CloudWatchClient, GetMetricDataCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeTargetHealthCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Balancer, definition, digest, type EcsCloud, ecsCloud, region, shifting, start } from './ecs-cloud.ts';

// Tasks, load balancers, alarms, metrics and logs together: what users meet of a service.

let world: EcsCloud;
let balancer: Balancer;
let one: string;
beforeAll(async () => {
  world = await ecsCloud();
  balancer = await world.balancer();
  one = await world.register('1');
  await world.cloud.control.snapshot('furnished');
});
beforeEach(() => world.cloud.control.restore('furnished'));
afterAll(() => world.cloud.stop());

const rolling = () => [{ targetGroupArn: balancer.blue, containerName: 'web', containerPort: 8080 }];

async function live(): Promise<void> {
  await world.worker(one, { loadBalancers: rolling() });
  await world.advance(120);
}

const ask = (path = '/') => {
  const { status, body } = world.cloud.visit({ url: `http://${balancer.host}${path}` });
  return { status, text: Buffer.from(body).toString() };
};

async function health(targetGroupArn = balancer.blue): Promise<readonly string[]> {
  const answer = await world.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }));
  return (answer.TargetHealthDescriptions ?? []).map(({ TargetHealth }) => TargetHealth?.State ?? '').sort();
}

/** Values of a metric, minute by minute from the start, where it has any. */
async function metric(namespace: string, name: string, dimensions: Readonly<Record<string, string>>, stat = 'Sum') {
  const client = new CloudWatchClient(world.settings);
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const MetricStat = { Metric: { Namespace: namespace, MetricName: name, Dimensions }, Period: 60, Stat: stat };
  const answer = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(start),
      EndTime: new Date(world.cloud.clock.now()),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'a', MetricStat }],
    }),
  );
  return answer.MetricDataResults?.[0]?.Values ?? [];
}

const dimensionsOfBlue = () => ({
  TargetGroup: balancer.blue.split(':').at(-1) ?? '',
  LoadBalancer: balancer.production.replace(/^.*listener-rule\/(app\/[^/]+\/[^/]+)\/.*$/, '$1'),
});

test('a task is a target from RUNNING on, and users meet it once it is healthy', async () => {
  await world.script({ digest: digest('1'), listensAfterMs: 30_000 });
  await world.worker(one, { loadBalancers: rolling(), healthCheckGracePeriodSeconds: 120 });
  expect(await health()).toEqual([]);
  expect(ask().status).toBe(503);
  await world.advance(8);
  expect(await health()).toEqual(['initial', 'initial']);
  await world.advance(60);
  expect(await health()).toEqual(['healthy', 'healthy']);
  expect(JSON.parse(ask().text)).toMatchObject({ image: digest('1') });
});

test('tasks of a good service fail no user while others take their place', async () => {
  await live();
  await world.update(await world.register('2'));
  const met = new Set<string>();
  for (let second = 0; second < 120; second++) {
    const { status, text } = ask();
    expect(status).toBe(200);
    met.add(JSON.parse(text).image);
    await world.advance(1);
  }
  expect(met).toEqual(new Set([digest('1'), digest('2')]));
  expect((await world.deployments())[0]?.status).toBe('SUCCESSFUL');
});

test('who registers an address that no task has gets 504, and is seen to be unhealthy', async () => {
  await live();
  await world.elb.send(
    new RegisterTargetsCommand({ TargetGroupArn: balancer.blue, Targets: [{ Id: '10.255.255.255', Port: 8080 }] }),
  );
  await world.advance(40);
  expect(await health()).toEqual(['healthy', 'healthy', 'unhealthy']);
  expect(ask().status).toBe(200);
});

test('an old task drains for the delay of its target group before it stops', async () => {
  await live();
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '90' }];
  await world.elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: balancer.blue, Attributes }));
  await world.update(await world.register('2'));
  await world.advance(60);
  expect(await health()).toEqual(['draining', 'draining', 'healthy', 'healthy']);
  expect(new Set(Array.from({ length: 10 }, () => JSON.parse(ask().text).image))).toEqual(new Set([digest('2')]));
  expect((await world.tasks('STOPPED')).map(({ lastStatus }) => lastStatus)).not.toContain('STOPPED');
  await world.advance(120);
  expect(await health()).toEqual(['healthy', 'healthy']);
});

test("CloudWatch has the load balancer's counts by target group, and ECS's load by service", async () => {
  await world.script({
    digest: digest('1'),
    load: { cpu: 55, memory: 70 },
    answers: { paths: { '/broken': { status: 500 } } },
  });
  await live();
  for (const path of ['/', '/', '/broken']) ask(path);
  await world.advance(180);
  const { TargetGroup, LoadBalancer } = dimensionsOfBlue();
  const both = { TargetGroup, LoadBalancer };
  expect(await metric('AWS/ApplicationELB', 'RequestCount', both)).toEqual([3]);
  expect(await metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', both)).toEqual([1]);
  expect(await metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', { LoadBalancer })).toEqual([1]);
  expect((await metric('AWS/ApplicationELB', 'HealthyHostCount', both, 'Maximum')).at(-1)).toBe(2);
  const service = { ClusterName: 'main', ServiceName: 'web' };
  expect((await metric('AWS/ECS', 'CPUUtilization', service, 'Average')).at(-1)).toBe(55);
  expect((await metric('AWS/ECS', 'MemoryUtilization', service, 'Maximum')).at(-1)).toBe(70);
  expect((await metric('AWS/ECS', 'CPUUtilization', service, 'SampleCount')).at(-1)).toBe(2);
});

test('an alarm on the load of tasks sends a deployment back, also where nothing looked in between', async () => {
  await world.script({ digest: digest('2'), load: { cpu: 97, memory: 50 } });
  const alarms = { alarmNames: ['busy'], enable: true, rollback: true };
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10, alarms } as const;
  const Dimensions = [
    { Name: 'ClusterName', Value: 'main' },
    { Name: 'ServiceName', Value: 'web' },
  ];
  await new CloudWatchClient(world.settings).send(
    new PutMetricAlarmCommand({
      AlarmName: 'busy',
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions,
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 90,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  await world.worker(one, { loadBalancers: shifting(balancer), deploymentConfiguration });
  await world.advance(1_200);
  await world.update(await world.register('2'));
  await world.advance(3_600);
  const [newest] = await world.deployments();
  expect(newest?.status).toBe('ROLLBACK_SUCCESSFUL');
  expect(newest?.alarms?.triggeredAlarmNames).toEqual(['busy']);
});

test('what a container prints is in its log group, as of when it printed it', async () => {
  const options = { 'awslogs-group': '/ecs/web', 'awslogs-region': region, 'awslogs-stream-prefix': 'shop' };
  const [container] = definition('1').containerDefinitions ?? [];
  const logConfiguration = { logDriver: 'awslogs' as const, options };
  const logged = await world.register('1', { containerDefinitions: [{ ...container!, logConfiguration }] });
  const logs = [
    { afterMs: 1_000, message: 'listening' },
    { afterMs: 600_000, message: 'still there' },
  ];
  await world.script({ digest: digest('1'), logs });
  await world.worker(logged, { desiredCount: 1 });
  await world.advance(300);
  const [task] = await world.tasks();
  const logStreamName = `shop/web/${task?.taskArn?.split('/').at(-1)}`;
  const { events } = await new CloudWatchLogsClient(world.settings).send(
    new GetLogEventsCommand({ logGroupName: '/ecs/web', logStreamName }),
  );
  expect(events?.map(({ message }) => message)).toEqual(['listening']);
  expect(events?.[0]?.timestamp).toBe((task?.startedAt?.getTime() ?? 0) + 1_000);
});

test('a jump of an hour comes to what an hour of looks comes to', async () => {
  await world.script({ digest: digest('2'), exits: { afterMs: 90_000, code: 1 }, answers: { errorRate: 0.3 } });
  await live();
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  await world.update(await world.register('2'), { deploymentConfiguration });
  await world.cloud.control.snapshot('begun');
  const ends = [];
  for (const steps of [1, 60, 240]) {
    await world.cloud.control.restore('begun');
    for (let step = 0; step < steps; step++) {
      await world.advance(3_600 / steps);
      if (steps > 1) await health();
    }
    const [newest] = await world.deployments();
    const tasks = await world.tasks();
    const hosts = await metric('AWS/ApplicationELB', 'HealthyHostCount', dimensionsOfBlue(), 'Minimum');
    ends.push({
      status: newest?.status,
      finished: newest?.finishedAt,
      tasks: tasks.map(({ createdAt, lastStatus }) => [createdAt, lastStatus]),
      hosts,
      load: await metric('AWS/ECS', 'CPUUtilization', { ClusterName: 'main', ServiceName: 'web' }, 'SampleCount'),
    });
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[2]).toEqual(ends[0]);
});
