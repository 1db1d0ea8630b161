import { type EcsWorld, ecsWorld, type SeenAnswer } from '@actions-aws/testing/ecs';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { brokenScript, deployment, usersPath } from './chapters.ts';
import type { Listener } from './shares.ts';

/** Requests that arrive at each listener at a time. */
const requests = { production: 12, test: 2 };

/** How long what ECS does by itself takes, in milliseconds. On AWS it is minutes; the story has to end. */
const pace = { provisioning: 5_000, pull: 5_000, react: 1_000, stage: 1_000, shift: 1_000, reconcile: 1_000 };

/** Makes a service as infrastructure code would, with the alarm that decides, and says what the broken build does. */
export async function makeService(scale: number): Promise<EcsWorld> {
  const world = await ecsWorld({
    scale,
    strategy: 'LINEAR',
    hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
    configuration: { linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 1 },
  });
  await world.cloud.control.call('ecs.pace', pace, { region: world.settings.region });
  await world.script('v2', brokenScript);
  await world.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: deployment.alarms,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Dimensions: [{ Name: 'LoadBalancer', Value: world.balancer?.loadBalancerArn.split(':loadbalancer/')[1] }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  return world;
}

/** Users of a service, and a tester. */
export interface Askers {
  readonly answers: Readonly<Record<Listener, readonly SeenAnswer[]>>;
  leave(): void;
}

/** Milliseconds of the machine's time between two looks. */
const everyMs = 200;

/** Lets them arrive: from now on users ask production for what they want, and a tester asks the test listener for the same. */
export function askersArrive(world: EcsWorld, onAnswers: () => void): Askers {
  const answers = { production: [] as SeenAnswer[], test: [] as SeenAnswer[] };
  const timer = setInterval(() => {
    for (const listener of ['production', 'test'] as const) {
      for (let request = 0; request < requests[listener]; request += 1)
        answers[listener].push(world.ask(listener, usersPath));
    }
    onAnswers();
  }, everyMs);
  return { answers, leave: () => clearInterval(timer) };
}
