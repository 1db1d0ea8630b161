import { type Balancer, digest, type EcsCloud, ecsCloud, shifting } from '../test/ecs-cloud.ts';

// What becomes of a service depends on when it is looked at in nothing: a jump comes to the same as steps with reads between.

let world: EcsCloud;
let balancer: Balancer;
beforeAll(async () => {
  world = await ecsCloud();
  balancer = await world.balancer();
  await world.worker(await world.register('1'), {
    loadBalancers: shifting(balancer),
    deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 },
  });
  await world.advance(300);
  await world.cloud.control.snapshot('live');
});
afterAll(() => world.cloud.stop());

const configurations = {
  ROLLING: {},
  BLUE_GREEN: {},
  LINEAR: { linearConfiguration: { stepPercent: 30, stepBakeTimeInMinutes: 1 } },
  CANARY: { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 } },
} as const;

const scripts = {
  'good tasks': {},
  'tasks that crash': { exits: { afterMs: 3_000, code: 1 } },
  'tasks that crash later': { exits: { afterMs: 40_000, code: 1 } },
  'sick tasks': { answers: { status: 500 } },
  'tasks that start and stop slowly': { startsAfterMs: 77_000, stopsAfterMs: 20_000 },
};

const cases = Object.keys(configurations).flatMap((strategy) => [
  ...Object.keys(scripts).map((script) => [strategy, script, 'not stopped'] as const),
  [strategy, 'good tasks', 'stopped after a minute'] as const,
]);

/** All that can be seen of the service. */
async function seen(): Promise<readonly unknown[]> {
  const tasks = [await world.tasks(), await world.tasks('STOPPED')];
  return [await world.service(), await world.deployments(), tasks, await world.weights(balancer.production)];
}

/** A quarter of an hour in steps, with a read after each; a deployment is rolled back after so many seconds. */
async function pass(step: number, stopAfter: number | undefined): Promise<readonly unknown[]> {
  let now = 0;
  const until = async (end: number) => {
    for (; now < end; now += step) {
      await world.advance(Math.min(step, end - now));
      await seen();
    }
    now = end;
  };
  if (stopAfter !== undefined) {
    await until(stopAfter);
    const [newest] = await world.deployments();
    const { serviceDeploymentArn } = newest ?? {};
    if (newest?.status === 'IN_PROGRESS') await world.send('StopServiceDeployment', { serviceDeploymentArn });
  }
  await until(900);
  return seen();
}

test.each(cases)('%s with %s, %s', async (strategy, script, stopped) => {
  const stopAfter = stopped === 'not stopped' ? undefined : 61;
  await world.cloud.control.restore('live');
  const deploymentConfiguration = {
    strategy: strategy as keyof typeof configurations,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    ...configurations[strategy as keyof typeof configurations],
  };
  await world.script({ digest: digest('2'), ...scripts[script as keyof typeof scripts] });
  await world.update(await world.register('2'), { deploymentConfiguration });
  await world.cloud.control.snapshot('begun');
  const jumped = await pass(900, stopAfter);
  await world.cloud.control.restore('begun');
  expect(await pass(23, stopAfter)).toEqual(jumped);
});
