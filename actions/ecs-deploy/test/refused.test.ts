import { missingImage, pauseAt, tell } from '@actions-aws/testing/ecs';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { type DeploymentConfiguration, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Deploys, errorsOf, isOfStage, type World, world } from './support/world.ts';

// What a run refuses it refuses before it has written anything, and says of which service, and what to do: see refusal.test.ts for the rest.

let one: World;
beforeAll(async () => {
  one = await world();
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

/** What the deployment wrote, in order. */
async function writes(): Promise<readonly string[]> {
  const calls = (await one.cloud.control.journal()).filter(isOfStage);
  return calls.flatMap(({ operation }) => (/^(Describe|List|Get|BatchGet)/.test(operation) ? [] : [operation]));
}

/** Infrastructure code changes how the service is deployed. */
async function configured(changes: DeploymentConfiguration, desiredCount = one.desiredCount): Promise<void> {
  const { ecs, cluster, service, configuration } = one;
  const deploymentConfiguration = { ...configuration, ...changes };
  await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount, deploymentConfiguration }));
}

const PAUSE = [pauseAt(['POST_TEST_TRAFFIC_SHIFT'], 30, 'ROLLBACK')];

async function ownAlarm(StateValue: 'OK' | 'ALARM'): Promise<void> {
  await one.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'own',
      Namespace: 'Shop',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    }),
  );
  const StateReason = 'a queue is full';
  await one.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'own', StateValue, StateReason }));
  await configured({ alarms: { alarmNames: ['own'], enable: true, rollback: true } });
}

async function splitUsers(): Promise<void> {
  const { production, blue, green } = one.balancer!;
  const TargetGroups = [blue, green].map((TargetGroupArn) => ({ TargetGroupArn, Weight: 1 }));
  const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  await one.elb.send(new ModifyRuleCommand({ RuleArn: production.ruleArn, Actions }));
}

const inputs = (given: Readonly<Record<string, string>>): Deploys => ({ inputs: given });

test.each<[string, arrange: () => Promise<unknown>, Deploys | (() => Deploys), said: string, hint: string]>([
  ['no tasks', () => configured({}, 0), {}, 'its desired count is 0', 'at least one task'],
  ['no pause', () => configured({ lifecycleHooks: [] }), {}, 'no PAUSE hook at', 'Add one'],
  [
    'two pauses at once',
    () => configured({ lifecycleHooks: [...PAUSE, ...PAUSE] }),
    {},
    'two of its pauses',
    'Leave one',
  ],
  [
    'a canary that is not reached',
    async () => {},
    inputs({ canary: '10%/5m', alarms: 'none' }),
    'wants 10% of the users',
    'LINEAR',
  ],
  [
    'bake times beyond the timeout',
    () => configured({ bakeTimeInMinutes: 60 }),
    {},
    'its own bake times take 1h',
    'timeout',
  ],
  [
    'ROLLING, and smoke',
    () => configured({ strategy: 'ROLLING', lifecycleHooks: [] }),
    {},
    'deploys by ROLLING',
    'smoke: none',
  ],
  ['weights of another hand', splitUsers, {}, 'splits users between 2', 'Another hand'],
  [
    'another container',
    async () => {},
    inputs({ images: 'web: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:v1' }),
    '`images` names web',
    'Write each container',
  ],
  [
    'an image that is missing',
    async () => {},
    () => inputs({ images: `app: ${missingImage(one)}` }),
    'ECR has no v9',
    'Push it',
  ],
  [
    'an alarm that fires',
    () => tell(one, 'alarm before'),
    inputs({ alarms: 'api-errors' }),
    'The alarm api-errors fires already',
    'on-firing-alarm',
  ],
  [
    'an alarm of the service that fires',
    () => ownAlarm('ALARM'),
    {},
    'ECS would watch none of the alarms',
    'on-firing-alarm',
  ],
  [
    'an alarm that is missing',
    async () => {},
    inputs({ alarms: 'nix' }),
    'Input `alarms` names nix',
    'aws cloudwatch describe-alarms',
  ],
  [
    'an alarm that is missing, and nothing to deploy',
    async () => {},
    { version: 'v0', ...inputs({ alarms: 'nix' }) },
    'Input `alarms` names nix',
    'aws cloudwatch describe-alarms',
  ],
  [
    'an alarm of the service that is missing',
    () => configured({ alarms: { alarmNames: ['nix'], enable: true, rollback: true } }),
    {},
    'Its deployment configuration names nix',
    'aws cloudwatch describe-alarms',
  ],
  [
    'a deployment of another hand',
    () => tell(one, 'deployment running'),
    {},
    'by another hand is under way',
    'Let it end',
  ],
  [
    'a newer run that is live',
    () => one.deployBy({ version: 'v1', run: 58 }),
    { version: 'v2' },
    'is older than run 58',
    'allow-older',
  ],
])('%s: nothing is written', async (_, arrange, deploys, said, hint) => {
  await arrange();
  await one.cloud.control.clearJournal();
  const ended = await one.deployBy(typeof deploys === 'function' ? deploys() : deploys);
  expect(ended.exitCode).toBe(1);
  expect(['failed', 'superseded']).toContain(ended.outputs.outcome);
  expect(errorsOf(ended)).toContain(said);
  expect(errorsOf(ended)).toContain(hint);
  expect(errorsOf(ended)).toMatch(/(^| )api\b/);
  expect(await writes()).toEqual([]);
});
