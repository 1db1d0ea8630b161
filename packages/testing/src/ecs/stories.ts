import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { ModifyTargetGroupAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Version } from './versions.ts';
import type { EcsWorld, Script } from './world.ts';

/** What can be wrong with a candidate, or about it, by the names that people have for it. */
export type Story = keyof typeof STORIES;

/** Name of the alarm of the stories: more than no errors of targets within a minute. */
export const ALARM = 'api-errors';

interface Told {
  /** What tasks of the candidate do. */
  readonly script?: Script;
  /** What is arranged beside, before the candidate is deployed. */
  arrange?(world: EcsWorld): Promise<unknown>;
}

const STORIES = {
  'a good image': {},
  // What it prints is what a deployment tells of it when it ends.
  'crash loop': {
    script: {
      exits: { afterMs: 4_000, code: 1 },
      logs: [
        { afterMs: 500, message: 'connecting to orders-db' },
        { afterMs: 3_900, message: 'Error: connect ECONNREFUSED 10.0.7.12:5432' },
      ],
    },
  },
  'out of memory': {
    script: {
      exits: { afterMs: 20_000, code: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
      load: { cpu: 40, memory: 99 },
    },
  },
  'slow start': { script: { listensAfterMs: 90_000, logs: [{ afterMs: 0, message: 'warming 40,000 routes' }] } },
  'failing health check': {
    script: {
      answers: { paths: { '/health': { status: 503, body: 'no connection to the queue' } } },
      logs: [{ afterMs: 1_000, message: 'no connection to the queue' }],
    },
  },
  'failing smoke test': { script: { answers: { paths: { '/version': { status: 500 } } } } },
  // It is healthy, and breaks for those who use it.
  'errors under load': { script: { answers: { errorRate: 0.5, paths: { '/health': { errorRate: 0 } } } } },
  'slow answers': { script: { answers: { latencyMs: 4_000, paths: { '/health': { latencyMs: 5 } } } } },
  'busy tasks': { script: { load: { cpu: 97, memory: 60 } } },
  'slow to stop': { script: { stopsAfterMs: 120_000 } },
  'slow draining': {
    async arrange({ elb, balancer }: EcsWorld) {
      const delay = [{ Key: 'deregistration_delay.timeout_seconds', Value: '300' }];
      for (const TargetGroupArn of balancer ? [balancer.blue, balancer.green] : []) {
        await elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: delay }));
      }
    },
  },
  'no capacity': {
    arrange: ({ cloud, settings, desiredCount }: EcsWorld) =>
      cloud.control.call('ecs.capacity', { tasks: desiredCount }, { region: settings.region }),
  },
  // Its data never come, so that it keeps the state that it is given.
  'alarm before': {
    async arrange(world: EcsWorld) {
      await putAlarm(world, 'NoSuchMetric');
      const StateReason = 'a queue is full since yesterday';
      await world.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue: 'ALARM', StateReason }));
    },
  },
  'alarm during': {
    script: { answers: { errorRate: 0.5, paths: { '/health': { errorRate: 0 } } } },
    arrange: (world: EcsWorld) => putAlarm(world, 'HTTPCode_Target_5XX_Count'),
  },
  // A breaker that no failure can trip, beside an image that fails for good.
  'stalled breaker': {
    script: { exits: { afterMs: 4_000, code: 1 } },
    arrange: ({ ecs, cluster, service, configuration }: EcsWorld) =>
      ecs.send(
        new UpdateServiceCommand({
          cluster,
          service,
          deploymentConfiguration: {
            ...configuration,
            deploymentCircuitBreaker: {
              enable: true,
              rollback: true,
              thresholdConfiguration: { type: 'COUNT', value: 1_000_000 },
            },
          },
        }),
      ),
  },
  // Others deploy v3, and their deployment is under way.
  'deployment running': { arrange: (world: EcsWorld) => world.deploy('v3') },
} satisfies Readonly<Record<string, Told>>;

/** Tells a story of a version: its tasks do from now on what the story says, and what is beside it is as the story has it. */
export async function tell(world: EcsWorld, story: Story, version: Version = 'v1'): Promise<void> {
  const { script, arrange }: Told = STORIES[story];
  if (script) await world.script(version, script);
  await arrange?.(world);
}

/** A repository and tag that ECR has nothing of: for the story of an image that is missing. */
export function missingImage({ images }: Pick<EcsWorld, 'images'>): string {
  return images.v0.uri.replace(/:[^:]*$/, ':v9');
}

/** An alarm on what the load balancer counts of its targets; it fires within minutes of the first error. */
async function putAlarm({ cloudwatch, balancer }: EcsWorld, MetricName: string): Promise<void> {
  const LoadBalancer = balancer?.loadBalancerArn.split(':loadbalancer/')[1] ?? 'none';
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: ALARM,
      Namespace: 'AWS/ApplicationELB',
      MetricName,
      Dimensions: [{ Name: 'LoadBalancer', Value: LoadBalancer }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: MetricName === 'NoSuchMetric' ? 'ignore' : 'notBreaching',
    }),
  );
}
