import {
  answerPause,
  type EcsWorld,
  type EcsWorldOptions,
  ecsUsers,
  ecsWorld,
  ended,
  wrongWithoutDeployer,
} from '@actions-aws/testing/ecs';

let world: EcsWorld;
/** The next run has nothing to end where nothing is under way. */
const next = () => Promise.reject(new Error('Nothing was left under way.'));
afterEach(() => world.stop());

async function made(options: EcsWorldOptions = {}): Promise<void> {
  world = await ecsWorld({ scale: 0, ...options });
}

test('v0 is live and steady, and the test listener leads to it as well', async () => {
  await made();
  expect(await world.live()).toEqual({
    production: { blue: 1, green: 0 },
    test: { blue: 1, green: 0 },
    versions: ['v0'],
  });
  expect(world.ask('test')).toMatchObject({ status: 200, version: 'v0', by: 'task' });
  const { body } = await world.visit(`${world.urls?.production}/a?b=c`);
  expect(Buffer.from(body).toString()).toContain(world.images.v0.digest);
  await expect(world.visit('http://other.example.com/')).rejects.toThrow('no listener of this world is at');
  expect(await world.writes()).toEqual(['CreateCluster', 'RegisterTaskDefinition', 'CreateService', 'UpdateService']);
});

test('BLUE_GREEN: users meet the candidate once its pause is answered, and miss nothing', async () => {
  await made();
  const users = ecsUsers(world, { shares: { v1: [0, 1] } });
  const revision = await world.deploy('v1');
  await answerPause(world, revision, 'CONTINUE', async () => {
    expect(world.ask('test').version).toBe('v1');
    expect((await world.live()).versions).toEqual(['v0']);
  });
  expect(await ended(world, revision)).toBe('SUCCESSFUL');
  expect(await world.live()).toMatchObject({ production: { blue: 0, green: 1 }, versions: ['v1'] });
  expect(await users.leave()).toEqual([]);
  expect(Object.keys(users.seen().versions).sort()).toEqual(['v0', 'v1']);
});

test('a pause without an answer goes back to what was live', async () => {
  await made({ timeoutMinutes: 5 });
  const users = ecsUsers(world);
  const revision = await world.deploy('v1');
  expect(await ended(world, revision)).toBe('ROLLBACK_SUCCESSFUL');
  expect((await world.live()).versions).toEqual(['v0']);
  expect(await users.leave()).toEqual([]);
});

test('users complain of a version that they should not have met', async () => {
  await made({ hooks: [] });
  const users = ecsUsers(world);
  const revision = await world.deploy('v1');
  expect(await ended(world, revision)).toBe('SUCCESSFUL');
  expect(await users.leave()).toEqual(['users met v1, which none may meet']);
});

test.each<[string, EcsWorldOptions, readonly number[]]>([
  [
    'LINEAR',
    { strategy: 'LINEAR', configuration: { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 } } },
    [0, 0.5, 1],
  ],
  [
    'CANARY',
    { strategy: 'CANARY', configuration: { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 } } },
    [0, 0.1, 1],
  ],
])('%s: users meet the candidate by its share, one answer after the other', async (_, options, steps) => {
  await made({ hooks: ['PRE_PRODUCTION_TRAFFIC_SHIFT'], ...options });
  const users = ecsUsers(world, { shares: { v1: steps } });
  const revision = await world.deploy('v1');
  for (const share of steps.slice(0, -1)) {
    await answerPause(world, revision, 'CONTINUE', async () => {
      const { production } = await world.live();
      expect(production.green).toBeCloseTo(share, 5);
    });
  }
  expect(await ended(world, revision)).toBe('SUCCESSFUL');
  expect((await world.live()).versions).toEqual(['v1']);
  expect(await users.leave()).toEqual([]);
});

test('ROLLING: versions stand side by side in one target group, and capacity is kept', async () => {
  await made({ strategy: 'ROLLING', desiredCount: 4 });
  const users = ecsUsers(world, { shares: { v1: 1 } });
  const revision = await world.deploy('v1');
  expect(await ended(world, revision)).toBe('SUCCESSFUL');
  expect(await world.live()).toMatchObject({ production: { blue: 1 }, versions: ['v1'] });
  expect(await users.leave()).toEqual([]);
});

test('where weights take their time, some users are led as before for as long', async () => {
  await made({ hooks: ['POST_PRODUCTION_TRAFFIC_SHIFT'], propagationMs: 60_000 });
  const revision = await world.deploy('v1');
  await answerPause(world, revision, 'CONTINUE', async () => {
    expect(await world.live()).toMatchObject({ production: { green: 1 }, versions: ['v0', 'v1'] });
    await world.cloud.clock.advance(60_000);
    expect((await world.live()).versions).toEqual(['v1']);
  });
  expect(await ended(world, revision)).toBe('SUCCESSFUL');
});

test('whose deployer never comes back is back by itself, and one that goes on by itself is caught', async () => {
  await made({ timeoutMinutes: 5 });
  await world.deploy('v1');
  await world.cloud.clock.advance(60_000);
  expect(await wrongWithoutDeployer(world, { allowed: ['v0'], minutes: 15, next })).toEqual([]);
  await world.stop();
  await made({ timeoutMinutes: 5, timeoutAction: 'CONTINUE' });
  await world.deploy('v1');
  await world.cloud.clock.advance(60_000);
  expect(await wrongWithoutDeployer(world, { allowed: ['v0'], minutes: 15, next })).toEqual([
    'left alone, production is on v1',
  ]);
});

test('a worker has no listener, and is seen by what runs', async () => {
  await made({ worker: true });
  expect(world.urls).toBeUndefined();
  expect(await world.live()).toEqual({ production: {}, test: {}, versions: ['v0'] });
  const revision = await world.deploy('v1');
  expect(await ended(world, revision)).toBe('SUCCESSFUL');
  expect((await world.live()).versions).toEqual(['v1']);
});

test('the same seed gives the same world again, and another one another', async () => {
  const answers: string[] = [];
  for (const seed of [1, 1, 2]) {
    await made({ seed });
    await world.script('v1', { answers: { errorRate: 0.5 } });
    const revision = await world.deploy('v1');
    await answerPause(world, revision, 'ROLLBACK', async () => {
      answers.push(Array.from({ length: 30 }, () => world.ask('test').status).join());
    });
    if (answers.length < 3) await world.stop();
  }
  expect(answers[1]).toBe(answers[0]);
  expect(answers[2]).not.toBe(answers[0]);
});

test('where the clock runs, listeners are reached by HTTP', async () => {
  await made({ scale: 100 });
  const answer = await fetch(`${world.urls?.production}/`);
  expect(await answer.json()).toMatchObject({ image: world.images.v0.digest });
  expect((await fetch(`${world.urls?.test}/`)).status).toBe(200);
});
