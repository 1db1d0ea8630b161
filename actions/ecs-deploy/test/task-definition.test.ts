import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsTaskDefinitions } from '@actions-aws/ecs';
import { type EndedBundle, startStep } from '@actions-aws/testing';
import { taskDefinitionOf } from '@actions-aws/testing/ecs';
import { CreateListenerCommand, CreateLoadBalancerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Deploys, errorsOf, isOfStage, stepOf, stepsOf, type World, world } from './support/world.ts';

const FILE = 'task.json';

let workspace: string;
beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')));
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

/** Runs a deployment of a file with this task definition. */
async function deployFile(one: World, document: object, deploys: Deploys = {}): Promise<EndedBundle> {
  writeFileSync(join(workspace, FILE), JSON.stringify(document));
  const { stage } = one;
  if (!stage) throw new Error('The clock of this world runs.');
  const inputs = { 'task-definition': FILE, images: '', ...deploys.inputs };
  const step = stepOf(one, { ...deploys, inputs });
  const running = await startStep(
    stage,
    { ...step, env: { ...step.env, GITHUB_WORKSPACE: workspace } },
    { name: 'step' },
  );
  await stage.finish();
  return running.ended;
}

/** What deployments sent by an operation. */
async function sent(one: World, operation: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const calls = (await one.cloud.control.journal()).filter(isOfStage);
  return calls.filter((call) => call.operation === operation).map(({ input }) => input as Record<string, unknown>);
}

describe('a service behind a load balancer', () => {
  let one: World;
  beforeAll(async () => {
    one = await world({ quick: true });
    await one.cloud.control.snapshot('live');
  });
  beforeEach(() => one.reset());
  afterAll(() => one.stop());

  const document = () => ({
    ...taskDefinitionOf('api', one.images.v1.uri),
    cpu: '512',
    memory: '1024',
    fromTheFuture: { a: 1 },
    tags: [{ key: 'team', value: 'shop' }],
  });

  test('gets the task definition of a file, its image by its digest, with its tags and what no SDK knows', async () => {
    const ended = await deployFile(one, document());
    expect(errorsOf(ended)).toBe('');
    expect(ended.outputs).toMatchObject({
      outcome: 'promoted',
      'image-digests': JSON.stringify({ app: one.images.v1.digest }),
    });
    expect((await one.live()).versions).toEqual(['v1']);
    const registered = await awsTaskDefinitions(one.ecs, one.cloud.clock).describe('api:2');
    expect(registered?.raw).toMatchObject({
      family: 'api',
      cpu: '512',
      fromTheFuture: { a: 1 },
      containerDefinitions: [{ image: one.images.v1.resolvedUri }],
    });
    expect(registered?.tags).toMatchObject({ team: 'shop' });
  });

  test('that has what a file says is left as it is', async () => {
    await deployFile(one, document());
    const again = await deployFile(one, document(), { run: 58 });
    expect(again.outputs.outcome).toBe('noop');
    const changed = await deployFile(one, { ...document(), memory: '2048' }, { run: 59 });
    expect(changed.outputs.outcome).toBe('promoted');
  });

  test('`images` changes a container of the file', async () => {
    const inputs = { images: `app: ${one.images.v2.uri}` };
    const ended = await deployFile(one, document(), { inputs });
    expect(ended.outputs.outcome).toBe('promoted');
    expect((await one.live()).versions).toEqual(['v2']);
  });

  test('is asked for a task definition, and for nothing else', async () => {
    await deployFile(one, document());
    const [update, ...others] = await sent(one, 'UpdateService');
    expect(update).toEqual({
      cluster: 'shop',
      service: 'api',
      taskDefinition: expect.stringMatching(/:task-definition\/api:\d+$/),
    });
    expect(others).toEqual([]);
  });
});

describe('a worker', () => {
  let one: World;
  beforeAll(async () => {
    one = await world({ worker: true, quick: true });
    await one.cloud.control.snapshot('live');
  });
  beforeEach(() => one.reset());
  afterAll(() => one.stop());

  /** Its container says by itself whether it is well. */
  function checked(version: 'v1' | 'v2') {
    const { containerDefinitions = [], ...definition } = taskDefinitionOf('api', one.images[version].uri);
    const healthCheck = { command: ['CMD', '/app/alive'], interval: 5, retries: 2, startPeriod: 10 };
    return { ...definition, containerDefinitions: containerDefinitions.map((each) => ({ ...each, healthCheck })) };
  }

  test('is proved by the health check of its container', async () => {
    await one.script('v1', { healthyAfterMs: 30_000 });
    const from = one.cloud.clock.now();
    const ended = await deployFile(one, checked('v1'));
    expect(errorsOf(ended)).toBe('');
    expect(ended.outputs.outcome).toBe('promoted');
    expect(one.cloud.clock.now() - from).toBeGreaterThan(30_000);
    expect((await one.live()).versions).toEqual(['v1']);
  });

  test('whose container is never well is back on what it was', async () => {
    await one.script('v1', { healthyAfterMs: null });
    const ended = await deployFile(one, checked('v1'));
    expect(ended.outputs.outcome).toBe('rolled-back');
    expect(errorsOf(ended)).toContain('Task failed container health checks');
    expect((await one.live()).versions).toEqual(['v0']);
  });

  test.each([
    ['200', 'promoted', ['register', 'update', 'reach', 'verify'], 'v1'],
    [
      '503',
      'rolled-back',
      ['register', 'update', 'reach', 'verify', 'register-back', 'update-back', 'await-update-back'],
      'v0',
    ],
  ])('is verified at an address that tells of what it does: %s, %s', async (status, outcome, steps, live) => {
    const inputs = { verify: `${await telling(one, status)}/health` };
    const ended = await one.deployBy({ inputs });
    expect(ended.outputs.outcome).toBe(outcome);
    expect(stepsOf(ended)).toEqual(steps);
    expect((await one.live()).versions).toEqual([live]);
  });
});

/** An address that answers by itself, with this status. */
async function telling({ elb, cloud }: World, StatusCode: string): Promise<string> {
  const made = await elb.send(new CreateLoadBalancerCommand({ Name: 'status', Subnets: ['subnet-1', 'subnet-2'] }));
  const { LoadBalancerArn, DNSName } = made.LoadBalancers?.[0] ?? {};
  const DefaultActions = [{ Type: 'fixed-response' as const, FixedResponseConfig: { StatusCode } }];
  await elb.send(new CreateListenerCommand({ LoadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions }));
  await cloud.clock.advance(120_000);
  return `http://${DNSName}`;
}
