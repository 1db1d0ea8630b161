import { accessKeyOf, type SteppedStep } from '@actions-aws/testing';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
  type DeploymentLifecycleHookStage as Stage,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { errorsOf, type World, world } from './support/world.ts';

// An alarm fires while users meet the new tasks, at a moment at which nothing has to be waited for.

const ALARM = 'errors';
const BEFORE: readonly Stage[] = ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'];

let one: World;
afterEach(async () => {
  await one.stage?.clear();
  await one.stop();
});

async function withAlarm(options: Parameters<typeof world>[0]): Promise<void> {
  one = await world(options);
  const metric = { MetricName: 'Errors', Namespace: 'Shop', Period: 60, EvaluationPeriods: 1, Threshold: 0 };
  await one.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: ALARM,
      ...metric,
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    }),
  );
  await is('OK');
}

async function is(StateValue: 'OK' | 'ALARM'): Promise<void> {
  await one.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'users get errors' }),
  );
}

/** What the deployment was told at its pauses, and whether it was stopped. */
async function told(): Promise<readonly string[]> {
  const calls = (await one.cloud.control.journal()).filter(({ accessKeyId }) => accessKeyId === accessKeyOf('step'));
  return calls.flatMap(({ operation, input }) => {
    if (operation === 'StopServiceDeployment') return ['stop'];
    return operation === 'ContinueServiceDeployment' ? [String((input as { action?: string }).action)] : [];
  });
}

const shareIs = (share: number) => async () => (await one.live()).production.green === share;

/** So many milliseconds after something came about. */
function after(ms: number, holds: () => Promise<boolean>): () => Promise<boolean> {
  let until = Number.POSITIVE_INFINITY;
  return async () => {
    if (await holds()) until = Math.min(until, one.cloud.clock.now() + ms);
    return one.cloud.clock.now() >= until;
  };
}

async function firesOnce(running: SteppedStep, holds: () => Promise<boolean>) {
  await one.goOnUntil(running, holds);
  await is('ALARM');
  await one.stage?.finish();
  return running.ended;
}

test.each(['BLUE_GREEN', 'LINEAR'] as const)(
  'one that fires at the last pause of %s is answered with a rollback, while old tasks are warm',
  async (strategy) => {
    await withAlarm({
      strategy,
      hooks: [...BEFORE, 'POST_PRODUCTION_TRAFFIC_SHIFT'],
      configuration: {
        bakeTimeInMinutes: 0,
        ...(strategy === 'LINEAR' && { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 } }),
      },
    });
    await one.cloud.control.call('ecs.guesses', { rollbackAtCleanUp: 'ends' }, { region: 'eu-west-1' });
    const running = await one.start({ inputs: { alarms: ALARM } });
    // It waits there for the weights to be everywhere.
    const ended = await firesOnce(running, after(12_000, shareIs(1)));
    expect(errorsOf(ended)).toContain('While users met the new tasks the alarm errors fired (users get errors).');
    expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
    expect((await told()).at(-1)).toBe('ROLLBACK');
    expect((await one.live()).versions).toEqual(['v0']);
  },
);

const TENTHS = { strategy: 'LINEAR', hooks: BEFORE } as const;
const tenths = { linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 0 } };

test('one that fires between two looks is seen before the next share, which nothing watches', async () => {
  await withAlarm({ ...TENTHS, configuration: tenths });
  const running = await one.start({ inputs: { alarms: ALARM } });
  const ended = await firesOnce(running, shareIs(0.3));
  expect(ended.outputs.outcome).toBe('rolled-back');
  expect((await told()).at(-1)).toBe('ROLLBACK');
  const { steps } = JSON.parse(ended.outputs.report ?? '') as {
    steps: { do: string; from?: number; problem: string }[];
  };
  expect(steps.filter(({ problem }) => problem)).toMatchObject([{ do: 'continue', from: 30 }]);
});

test('one that fires before it is held at a share takes the new tasks from it', async () => {
  await withAlarm({ ...TENTHS, configuration: tenths });
  const running = await one.start({ inputs: { alarms: ALARM, until: '10%' } });
  const ended = await firesOnce(running, waitsAt10);
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
});

test('one that fires right before the end takes users back by a whole deployment', async () => {
  await withAlarm({ configuration: { bakeTimeInMinutes: 1 } });
  const running = await one.start({ inputs: { alarms: ALARM, verify: 'none' } });
  const ended = await firesOnce(running, isOver);
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect((await one.live()).versions).toEqual(['v0']);
});

/** Our deployment is at a pause, with a tenth of the users. */
async function waitsAt10(): Promise<boolean> {
  const { cluster, service } = one;
  const listed = await one.ecs.send(new ListServiceDeploymentsCommand({ cluster, service, status: ['IN_PROGRESS'] }));
  const serviceDeploymentArns = listed.serviceDeployments?.flatMap((each) => each.serviceDeploymentArn ?? []) ?? [];
  if (serviceDeploymentArns.length === 0) return false;
  const { serviceDeployments = [] } = await one.ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }),
  );
  return serviceDeployments.some(
    ({ targetServiceRevision, lifecycleHookDetails = [] }) =>
      targetServiceRevision?.requestedProductionTrafficWeight === 10 &&
      lifecycleHookDetails.some(({ status }) => status === 'AWAITING_ACTION'),
  );
}

/** ECS lists our deployment, besides that of `v0`, as one that went well. */
async function isOver(): Promise<boolean> {
  const { cluster, service } = one;
  const asked = new ListServiceDeploymentsCommand({ cluster, service, status: ['SUCCESSFUL'] });
  return ((await one.ecs.send(asked)).serviceDeployments ?? []).length > 1;
}

test('an outage of CloudWatch at the last pause is waited out, and longer than a minute it takes users back', async () => {
  await withAlarm({ hooks: [...BEFORE, 'POST_PRODUCTION_TRAFFIC_SHIFT'], configuration: { bakeTimeInMinutes: 0 } });
  const outage = { service: 'monitoring', kind: 'unavailable' } as const;
  const running = await one.start({ inputs: { alarms: ALARM } });
  await one.goOnUntil(running, after(12_000, shareIs(1)));
  await one.cloud.control.addFault({ ...outage, forMs: 30_000 });
  await one.stage?.finish();
  expect((await running.ended).outputs.outcome).toBe('promoted');
  const next = await one.start({ version: 'v2', run: 58, inputs: { alarms: ALARM } });
  await one.goOnUntil(next, after(12_000, shareIs(0)));
  await one.cloud.control.addFault({ ...outage, forMs: 600_000 });
  await one.stage?.finish();
  expect((await next.ended).outputs.outcome).toBe('rolled-back');
});

describe("one of the service's own, by which ECS goes back by itself", () => {
  async function watchedByEcs(): Promise<void> {
    await withAlarm({ configuration: { bakeTimeInMinutes: 5 } });
    const { ecs, cluster, service, configuration } = one;
    const alarms = { alarmNames: [ALARM], enable: true, rollback: true };
    const deploymentConfiguration = { ...configuration, alarms };
    await ecs.send(new UpdateServiceCommand({ cluster, service, deploymentConfiguration }));
  }

  test.each<[string, () => () => Promise<boolean>, outcome: string]>([
    [
      'before users have the new tasks',
      () => after(10_000, async () => (await one.calls('UpdateService')) === 1),
      'rejected',
    ],
    ['while users have them', () => shareIs(1), 'rolled-back'],
  ])('%s', async (_, holds, outcome) => {
    await watchedByEcs();
    const running = await one.start({ inputs: { verify: 'none' } });
    const ended = await firesOnce(running, holds());
    expect(ended.outputs).toMatchObject({ outcome, share: '0', 'promoted-revision': '' });
    expect(errorsOf(ended)).toMatch(
      /The deployment of api did not go through \(ROLLBACK_\w+: .*because of alarms: errors\)\./,
    );
    expect(errorsOf(ended)).toContain('The alarm errors fired.');
    expect((await told()).filter((answer) => answer !== 'CONTINUE')).toEqual([]);
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test.each<[string, string, string, Record<string, string>, RegExp]>([
    ['fail', 'failed', 'v0', {}, /An alarm of the service api fired as its deployment began, so that ECS watches none/],
    ['ignore', 'promoted', 'v1', { 'on-firing-alarm': 'ignore' }, /^$/],
  ])('that fires between the look at it and the deployment: %s', async (_, outcome, version, inputs, says) => {
    await watchedByEcs();
    const running = await one.start({ inputs: { verify: 'none', ...inputs } });
    const ended = await firesOnce(running, async () =>
      running.parked.some(({ operation }) => operation === 'UpdateService'),
    );
    expect(ended.outputs.outcome).toBe(outcome);
    expect(errorsOf(ended)).toMatch(says);
    expect((await one.live()).versions).toEqual([version]);
  });
});
