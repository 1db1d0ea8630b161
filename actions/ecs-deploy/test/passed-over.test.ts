import type { SteppedStep } from '@actions-aws/testing';
import { answerPause } from '@actions-aws/testing/ecs';
import { DescribeServicesCommand, type DeploymentLifecycleHookStage as Stage } from '@aws-sdk/client-ecs';
import { ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Deploys, errorsOf, stepsOf, type World, world } from './support/world.ts';

// Another hand answers the pause at which `smoke` is due, before this run has looked there.

const breaks = (one: World) => one.script('v1', { answers: { paths: { '/version': { status: 500 } } } });

/** The revision that the service was asked for last, by its number. */
async function primary({ ecs, cluster, service }: World): Promise<string> {
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services?.[0]?.deployments?.find(({ status }) => status === 'PRIMARY')?.id?.split('/')[1] ?? '';
}

/** Begins a deployment, and has another hand answer its first pause while it sleeps. */
async function passedOver(one: World, deploys: Deploys = {}): Promise<SteppedStep> {
  const step = await one.start(deploys);
  await one.stage?.rest();
  const before = await primary(one);
  await one.goOnUntil(step, async () => (await primary(one)) !== before);
  await answerPause(one, await primary(one), 'CONTINUE');
  return step;
}

describe.each<[string, readonly Stage[]]>([
  ['no other pause', ['POST_TEST_TRAFFIC_SHIFT']],
  ['a pause after users', ['POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT']],
  ['another one before them', ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT']],
])('a service that has %s', (_, hooks) => {
  let one: World;
  beforeAll(async () => {
    one = await world({ hooks });
    await one.cloud.control.snapshot('live');
  });
  beforeEach(() => one.reset());
  afterAll(() => one.stop());
  const isHeldBack = hooks.includes('PRE_PRODUCTION_TRAFFIC_SHIFT');

  test('new tasks that fail their smoke test are taken back', async () => {
    await breaks(one);
    const step = await passedOver(one);
    await one.stage?.finish();
    const ended = await step.ended;
    expect(ended.outputs).toMatchObject({ outcome: isHeldBack ? 'rejected' : 'rolled-back', share: '0' });
    expect(errorsOf(ended)).toContain('1 of 1 checks failed at the test listener');
    if (!isHeldBack) expect(errorsOf(ended)).toContain('was answered by another hand before this run had put it');
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test('those that stand it are promoted, after it', async () => {
    const step = await passedOver(one);
    await one.stage?.finish();
    const ended = await step.ended;
    expect(ended.outputs.outcome).toBe('promoted');
    const steps = stepsOf(ended);
    expect(steps.indexOf('smoke')).toBeGreaterThan(0);
    expect(steps.indexOf('smoke')).toBeLessThan(steps.indexOf('verify'));
    expect(ended.annotations.map(({ level }) => level)).toEqual(isHeldBack ? [] : ['warning']);
    expect((await one.live()).versions).toEqual(['v1']);
  });

  test('where the test listener leads to them no more, nothing proves them, and they are taken back', async () => {
    const step = await passedOver(one);
    const { test: testing, blue } = one.balancer!;
    const TargetGroups = [{ TargetGroupArn: blue, Weight: 1 }];
    const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
    await one.elb.send(new ModifyRuleCommand({ RuleArn: testing.ruleArn, Actions }));
    await one.stage?.finish();
    const ended = await step.ended;
    expect(ended.outputs.outcome).toBe(isHeldBack ? 'rejected' : 'rolled-back');
    expect(errorsOf(ended)).toContain('does not lead to the new tasks alone');
    expect((await one.live()).versions).toEqual(['v0']);
  });
});

test('where ECS answered nothing until the deployment was over, it is proved then, and taken back by a whole one', async () => {
  const one = await world();
  const { stage } = one;
  if (!stage) throw new Error('The clock of this world runs.');
  try {
    await breaks(one);
    const step = await passedOver(one, { inputs: { verify: 'none' } });
    await one.cloud.clock.advance(10 * 60_000);
    await stage.finish();
    const ended = await step.ended;
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect(stepsOf(ended)).toContain('await-update-back');
    expect((await one.live()).versions).toEqual(['v0']);
  } finally {
    await stage.clear();
    await one.stop();
  }
});

test('one that is gone on from while this run puts its smoke test is not stopped for where production leads by then', async () => {
  const one = await world({ hooks: ['POST_TEST_TRAFFIC_SHIFT'] });
  try {
    const step = await one.start({ inputs: { until: 'staged' } });
    const isProving = () => step.parked.some(({ operation }) => operation === 'DescribeRules');
    await one.goOnUntil(step, async () => isProving() && (await one.calls('UpdateService')) === 1);
    await answerPause(one, await primary(one), 'CONTINUE');
    await one.cloud.clock.advance(1_000);
    await one.stage?.finish();
    await step.ended;
    expect(await one.calls('StopServiceDeployment')).toBe(0);
    expect((await one.live()).versions).toEqual(['v1']);
  } finally {
    await one.stop();
  }
});
