import { tell } from '@actions-aws/testing/ecs';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { errorsOf, stepsOf, type World, world } from './support/world.ts';

describe('a service that deploys by ROLLING', () => {
  let one: World;
  beforeAll(async () => {
    one = await world({ strategy: 'ROLLING' });
    await one.cloud.control.snapshot('live');
  });
  beforeEach(() => one.reset());
  afterAll(() => one.stop());

  test('its new tasks meet users before anything proves them, and the plan says so', async () => {
    const ended = await one.deployBy({});
    expect(ended.outputs.outcome).toBe('promoted');
    expect(ended.annotations).toEqual([
      expect.objectContaining({
        level: 'warning',
        message: expect.stringMatching(
          /its new tasks meet users as soon as .* Its circuit breaker counts failures anew with each task that becomes healthy/,
        ),
      }),
    ]);
    expect(stepsOf(ended)).toEqual(['register', 'update', 'reach', 'verify']);
    expect((await one.live()).versions).toEqual(['v1']);
  });

  test('a verify that fails goes back by a whole deployment, of what was live by its digest', async () => {
    await one.script('v1', { answers: { paths: { '/version': { status: 500 } } } });
    const ended = await one.deployBy({});
    expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', 'promoted-revision': '' });
    expect(stepsOf(ended)).toEqual([
      'register',
      'update',
      'reach',
      'verify',
      'register-back',
      'update-back',
      'await-update-back',
    ]);
    expect((await one.live()).versions).toEqual(['v0']);
    // What was brought back is live: the same content again is nothing to do.
    const again = await one.deployBy({ version: 'v0', run: 58 });
    expect(again.outputs.outcome).toBe('noop');
  });

  test('a verify that fails goes back also where a read shows the service as it was before the update', async () => {
    await one.script('v1', { answers: { paths: { '/version': { status: 500 } } } });
    const running = await one.start({});
    await one.goOnUntil(running, async () => (await one.calls('RegisterTaskDefinition')) === 2);
    await one.cloud.control.addFault({ operation: 'DescribeServices', kind: 'stale', times: 3 });
    await one.stage?.finish();
    expect((await running.ended).outputs.outcome).toBe('rolled-back');
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test('a crash loop is ended by the circuit breaker, and explained', async () => {
    await tell(one, 'crash loop');
    const ended = await one.deployBy({});
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect(errorsOf(ended)).toContain('did not go through');
    expect(errorsOf(ended)).toContain('the container app exited with 1');
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test('an alarm that fires while its users meet the new tasks takes them back', async () => {
    const alarm = { AlarmName: 'errors', MetricName: 'Errors', Namespace: 'Shop', Period: 60, EvaluationPeriods: 1 };
    await one.cloudwatch.send(
      new PutMetricAlarmCommand({
        ...alarm,
        Statistic: 'Sum',
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    );
    const running = await one.start({ inputs: { alarms: 'errors' } });
    await one.stage?.rest();
    while (!(await one.live()).versions.includes('v1')) {
      const [next] = running.parked;
      if (next) await one.stage?.proceed(next);
      else await one.stage?.pass();
    }
    await one.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a queue is full' }),
    );
    await one.stage?.finish();
    const ended = await running.ended;
    expect(errorsOf(ended)).toContain('the alarm errors fired');
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test('smoke has nothing to ask, and is refused', async () => {
    const ended = await one.deployBy({ inputs: { smoke: 'GET /' } });
    expect(ended.outputs.outcome).toBe('failed');
    expect(errorsOf(ended)).toContain('deploys by ROLLING');
  });

  test('a path to verify needs an address', async () => {
    const ended = await one.deployBy({ inputs: { url: '' } });
    expect(errorsOf(ended)).toContain('`verify` asks a path, and no listener is known to lead there');
  });

  test('a breaker that cannot trip is none', async () => {
    await tell(one, 'stalled breaker');
    const ended = await one.deployBy({});
    expect(ended.outputs.outcome).toBe('failed');
    expect(errorsOf(ended)).toContain('trips after 1000000 failed tasks');
  });

  test('a run that is cancelled among its tasks takes them back', async () => {
    const running = await one.start({});
    await one.stage?.rest();
    while (!(await one.live()).versions.includes('v1')) {
      const [next] = running.parked;
      if (next) await one.stage?.proceed(next);
      else await one.stage?.pass();
    }
    running.cancel(new Error('The run was cancelled.'));
    await one.stage?.finish();
    const ended = await running.ended;
    expect(ended.outputs.outcome).toBe('unknown');
    expect(errorsOf(ended)).toContain('was not waited for: ECS is taking its users back');
    await one.cloud.clock.advance(10 * 60_000);
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test('a run that is cancelled while it looks for an update whose reply was lost takes back what came of it', async () => {
    const { control } = one.cloud;
    await control.addFault({ operation: 'UpdateService', when: 'after', kind: 'reset' });
    const running = await one.start({});
    await one.stage?.rest();
    for (let isSent = false; !isSent; ) {
      const [next] = running.parked;
      isSent = next?.operation === 'UpdateService';
      if (next) await one.stage?.proceed(next);
      else await one.stage?.pass();
    }
    // ECS shows the service as it was, for a moment.
    await control.addFault({ operation: 'DescribeServices', kind: 'stale' });
    const [look] = running.parked;
    if (look) await one.stage?.proceed(look);
    running.cancel(new Error('The run was cancelled.'));
    await one.stage?.finish();
    expect((await running.ended).outputs.outcome).toBe('rolled-back');
    await one.cloud.clock.advance(10 * 60_000);
    expect((await one.live()).versions).toEqual(['v0']);
  });
});

test('a run whose deployment an older one ended, after users had met it, does not say that none had', async () => {
  const one = await world({ strategy: 'ROLLING' });
  const { stage } = one;
  if (!stage) throw new Error('The clock of this world runs.');
  try {
    const older = await one.start({ version: 'v2', name: 'older' });
    await stage.until(older, () => older.parked[0]?.operation === 'UpdateService');
    const newer = await one.start({ run: 58, name: 'newer' });
    await stage.until(newer, async () => (await one.live()).versions.includes('v1'));
    await stage.until(newer, () => newer.parked.length > 0);
    const [update] = older.parked;
    if (update) await stage.proceed(update);
    await stage.kill(older);
    const since = one.cloud.clock.now();
    await stage.until(newer, () => newer.parked.length === 0 && one.cloud.clock.now() > since + 12_000);
    newer.cancel(new Error('The run was cancelled.'));
    await stage.finish();
    const ended = await newer.ended;
    expect(stepsOf(ended)).toContain('await-rival');
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect(ended.stdout).toContain('another deployment took their place');
  } finally {
    await stage.clear();
    await one.stop();
  }
});

describe('where ECS calls it a success before the old tasks are gone, and rolls nothing back from then on', () => {
  let one: World;
  beforeAll(async () => {
    const earlySuccessCriteria = {
      enable: true,
      healthyPercent: 100,
      sourceServiceRevisionCleanup: 'DEFERRED',
    } as const;
    one = await world({ strategy: 'ROLLING', quick: true, configuration: { earlySuccessCriteria } });
    await one.cloud.control.snapshot('live');
  });
  beforeEach(() => one.reset());
  afterAll(() => one.stop());

  test('it is promoted once no old task runs', async () => {
    const ended = await one.deployBy({});
    expect(errorsOf(ended)).toBe('');
    expect(ended.outputs.outcome).toBe('promoted');
    const { cluster, service } = one;
    const { services } = await one.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const old = services?.[0]?.deployments?.filter(({ status }) => status !== 'PRIMARY') ?? [];
    expect(old.map(({ runningCount, pendingCount }) => [runningCount, pendingCount])).toEqual(old.map(() => [0, 0]));
    expect((await one.live()).versions).toEqual(['v1']);
  });

  test('a verify that fails goes back by a deployment of its own', async () => {
    await one.script('v1', { answers: { paths: { '/version': { status: 500 } } } });
    const ended = await one.deployBy({});
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect(stepsOf(ended).slice(-3)).toEqual(['register-back', 'update-back', 'await-update-back']);
    expect((await one.live()).versions).toEqual(['v0']);
  });
});

describe('a worker', () => {
  let one: World;
  beforeAll(async () => {
    one = await world({ worker: true });
    await one.cloud.control.snapshot('live');
  });
  beforeEach(() => one.cloud.control.restore('live'));
  afterAll(() => one.stop());

  test('is proved by its running tasks', async () => {
    const ended = await one.deployBy({});
    expect(ended.outputs.outcome).toBe('promoted');
    expect(ended.annotations[0]?.message).toContain('such as what waits in its queue');
    expect((await one.live()).versions).toEqual(['v1']);
  });

  test('that crashes is back on what it was', async () => {
    await tell(one, 'crash loop');
    const ended = await one.deployBy({});
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect((await one.live()).versions).toEqual(['v0']);
  });
});

describe('a CANARY of its one share', () => {
  let one: World;
  beforeAll(async () => {
    one = await world({
      strategy: 'CANARY',
      hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
      configuration: { canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 0 } },
    });
    await one.cloud.control.snapshot('live');
  });
  beforeEach(() => one.cloud.control.restore('live'));
  afterAll(() => one.stop());

  test('is watched there, and verified while the old tasks are warm', async () => {
    const ended = await one.deployBy({ inputs: { canary: '5%/5m', settle: '0s', alarms: 'none' } });
    expect(ended.outputs.outcome).toBe('promoted');
    const steps = stepsOf(ended);
    expect(steps.filter((step) => step !== 'reach')).toEqual([
      'register',
      'update',
      'smoke',
      'continue',
      'continue',
      'gate',
      'continue',
      'verify',
      'continue',
    ]);
  });

  test('a verify that fails there is answered with a rollback', async () => {
    await one.script('v1', { answers: { paths: { '/checkout': { status: 500 } } } });
    const ended = await one.deployBy({ inputs: { verify: 'GET /checkout' } });
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect((await one.live()).versions).toEqual(['v0']);
  });
});
