import { ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { errorsOf, stepsOf, type World, world } from './support/world.ts';

// Another hand sets weights of the production listener while new tasks have all users: ECS does not look after that, and ends SUCCESSFUL.

let one: World;
beforeAll(async () => {
  one = await world();
  await one.cloud.control.snapshot('live');
});
beforeEach(() => one.reset());
afterAll(() => one.stop());

type Weights = Readonly<Record<'blue' | 'green', number>>;

async function weigh(weights: Weights): Promise<void> {
  const { production, blue, green } = one.balancer!;
  const TargetGroups = [
    { TargetGroupArn: blue, Weight: weights.blue },
    { TargetGroupArn: green, Weight: weights.green },
  ];
  const Actions = [{ Type: 'forward' as const, ForwardConfig: { TargetGroups } }];
  await one.elb.send(new ModifyRuleCommand({ RuleArn: production.ruleArn, Actions }));
}

const hasAll = async () => (await one.live()).production.green === 1;
/** Its last proof is over, and it waits for the end of its bake time. */
const isVerified = () => {
  let until = Number.POSITIVE_INFINITY;
  return async () => {
    if (await hasAll()) until = Math.min(until, one.cloud.clock.now() + 30_000);
    return one.cloud.clock.now() >= until;
  };
};

test.each<[string, () => () => Promise<boolean>]>([
  ['none', () => hasAll],
  ['GET /version', isVerified],
])(
  'weights that split users at the end, with `verify: %s`: it is not promoted, and says why nothing takes them back',
  async (verify, when) => {
    const running = await one.start({ inputs: { verify } });
    await one.goOnUntil(running, when());
    await weigh({ blue: 30, green: 70 });
    await one.stage?.finish();
    const ended = await running.ended;
    expect(ended.outputs).toMatchObject({ outcome: 'rollback-failed', share: '70' });
    expect(ended.outputs['promoted-revision']).toBe(ended.outputs.revision);
    expect(errorsOf(ended)).toContain('does not bring all users to the new tasks');
    expect(errorsOf(ended)).toContain('none takes users back');
    expect(errorsOf(ended)).toContain('Bring all users to arn:');
    expect(stepsOf(ended)).not.toContain('register-back');
    const soon = await one.deployBy({ attempt: 2, inputs: { verify } });
    expect(soon.outputs.outcome).toBe('rollback-failed');
    await weigh({ blue: 0, green: 1 });
    const again = await one.deployBy({ attempt: 2, inputs: { verify } });
    expect(again.outputs.outcome).toBe('promoted');
  },
);

test('weights that split users in the bake time, before what they meet is verified: ECS takes them back, and sets its own', async () => {
  const running = await one.start({});
  await one.goOnUntil(running, hasAll);
  await weigh({ blue: 50, green: 50 });
  await one.stage?.finish();
  const ended = await running.ended;
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect(errorsOf(ended)).toContain('does not bring all users to the new tasks');
  expect(await one.live()).toMatchObject({ versions: ['v0'] });
});

test('weights that bring all users elsewhere at the end: a whole deployment takes them back', async () => {
  const running = await one.start({ inputs: { verify: 'none' } });
  await one.goOnUntil(running, hasAll);
  await weigh({ blue: 1, green: 0 });
  await one.stage?.finish();
  const ended = await running.ended;
  expect(ended.outputs).toMatchObject({ outcome: 'rolled-back', share: '0' });
  expect(await one.live()).toMatchObject({ versions: ['v0'] });
});

test('a look at the weights that is from before is made again', async () => {
  const running = await one.start({ inputs: { verify: 'none' } });
  await one.goOnUntil(running, hasAll);
  await weigh({ blue: 50, green: 50 });
  const looks = await one.calls('DescribeRules');
  await one.goOnUntil(running, async () => (await one.calls('DescribeRules')) > looks);
  await weigh({ blue: 0, green: 1 });
  await one.stage?.finish();
  const ended = await running.ended;
  expect(errorsOf(ended)).toBe('');
  expect(ended.outputs.outcome).toBe('promoted');
  expect(stepsOf(ended).slice(-2)).toEqual(['continue', 'reach']);
});
