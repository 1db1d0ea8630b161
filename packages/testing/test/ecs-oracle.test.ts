import {
  type EcsRace,
  type EcsView,
  type EcsWorld,
  ecsOracle,
  ecsWorld,
  isConstantForEcs,
  taskDefinitionOf,
  type Version,
} from '@actions-aws/testing/ecs';
import {
  ContinueServiceDeploymentCommand,
  DescribeServiceDeploymentsCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  type ServiceDeployment,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import type { EndedBundle } from '../src/bundle/bundle.ts';
import type { Means } from '../src/simulation/stage.ts';
import { explore } from '../src/sweeps/races/explore.ts';
import type { Race } from '../src/sweeps/races/race.ts';

type Work = (means: Means, world: EcsWorld) => Promise<string>;

/** Deploys a version, and answers the pause of its own deployment; says what has come of it, or that it is promoted in any case. */
function deploying(version: Version, how: 'carefully' | 'boasting' | 'without a look' | 'in vain'): Work {
  return async ({ connect, clock }, { cluster, service, images }) => {
    const ecs = connect(ECSClient);
    const made = await ecs.send(new RegisterTaskDefinitionCommand(taskDefinitionOf(service, images[version].uri)));
    const taskDefinition = made.taskDefinition?.taskDefinitionArn;
    const updated = await ecs.send(new UpdateServiceCommand({ cluster, service, taskDefinition }));
    const own = updated.service?.deployments?.find(({ status }) => status === 'PRIMARY')?.id?.split('/')[1];
    if (how === 'without a look') return 'promoted';
    for (;;) {
      await clock.sleep(10_000);
      const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand({ cluster, service }));
      const arns = serviceDeployments.map(({ serviceDeploymentArn = '' }) => serviceDeploymentArn);
      const described = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns }));
      const mine = described.serviceDeployments?.find((each) => each.targetServiceRevision?.arn?.endsWith(`/${own}`));
      if (mine?.status === 'SUCCESSFUL') return 'promoted';
      if (isOver(mine) && how === 'in vain') return 'rejected';
      if (isOver(mine)) return how === 'boasting' ? 'promoted' : 'superseded';
      const hook = mine?.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION');
      if (!hook) continue;
      const { serviceDeploymentArn } = mine ?? {};
      const answer = {
        serviceDeploymentArn,
        hookId: hook.hookId,
        action: how === 'in vain' ? ('ROLLBACK' as const) : ('CONTINUE' as const),
      };
      await ecs.send(new ContinueServiceDeploymentCommand(answer)).catch(() => {});
    }
  };
}

function isOver(deployment: ServiceDeployment | undefined): boolean {
  return ['STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(deployment?.status ?? '');
}

const ENDED: EndedBundle = {
  exitCode: 0,
  stdout: '',
  stderr: '',
  annotations: [],
  outputs: {},
  state: {},
  summary: '',
  post: () => Promise.reject(new Error('there is no post step')),
};

function racing(works: Readonly<Record<string, Work>>, about: EcsRace): Race<EcsWorld, EcsView> {
  return {
    ...ecsOracle<EcsWorld>(about),
    isConstant: isConstantForEcs,
    world: () => ecsWorld({ scale: 0, timeoutMinutes: 10 }),
    deployers: Object.fromEntries(
      Object.entries(works).map(([name, work]) => [
        name,
        async (stage, world, called) =>
          stage.start(called, async (means): Promise<EndedBundle> => {
            const outcome = await work(means, world);
            return { ...ENDED, exitCode: ['promoted', 'rolled-back'].includes(outcome) ? 0 : 1, outputs: { outcome } };
          }),
      ]),
    ),
  };
}

test('one who waits for the end of its own deployment says what is so', async () => {
  const race = racing({ a: deploying('v1', 'carefully') }, { brings: { a: 'v1' } });
  const { failures, endings } = await explore(race, { preemptions: 0 });
  expect(failures).toEqual([]);
  expect([...endings.keys()]).toEqual(['a promoted']);
});

test('two who look at nothing else end on one version, and an older one that comes last is caught', async () => {
  const about = { brings: { a: 'v1', b: 'v2' } } as const;
  const race = racing({ a: deploying('v1', 'carefully'), b: deploying('v2', 'carefully') }, about);
  const { failures, endings } = await explore(race, { samples: 6, seed: 1 });
  const caught = /a promoted over a newer run|b is the newest, and ended superseded/;
  expect(failures.filter((sentence) => !caught.test(sentence))).toEqual([]);
  expect(failures.join('\n')).toMatch(caught);
  expect(endings.size).toBeGreaterThan(1);
});

test('of runs that have no order any may come last', async () => {
  const about = { brings: { a: 'v1', b: 'v2' }, isUnordered: true } as const;
  const race = racing({ a: deploying('v1', 'carefully'), b: deploying('v2', 'carefully') }, about);
  expect((await explore(race, { preemptions: 0 })).failures).toEqual([]);
});

/** Registers a task definition, and goes no further. */
const registering: Work = async ({ connect }, { service, images }) => {
  await connect(ECSClient).send(new RegisterTaskDefinitionCommand(taskDefinitionOf(service, images.v1.uri)));
  return 'failed';
};

test.each<[string, Work]>([
  ['writes nothing', async () => 'failed'],
  ['has registered a task definition', registering],
])('who %s may fail where another is rolled back', async (_, work) => {
  const about = { brings: { a: 'v1', b: 'v2' }, broken: ['v2'] } as const;
  const race = racing({ a: work, b: deploying('v2', 'in vain') }, about);
  expect((await explore(race, { preemptions: 0 })).failures).toEqual([]);
});

test.each<[string, Work, EcsRace, RegExp]>([
  [
    'who says promoted before users are there',
    deploying('v1', 'without a look'),
    { brings: { a: 'v1' } },
    /a promoted v1, and production is on v0/,
  ],
  [
    'who promotes what fails',
    deploying('v1', 'carefully'),
    { brings: { a: 'v1' }, broken: ['v1'] },
    /users met v1, which none may meet/,
  ],
  [
    'who is superseded by none',
    async () => 'superseded',
    { brings: { a: 'v1' } },
    /a ended superseded, but no other wrote anything/,
  ],
  [
    'who rejects what works',
    async () => 'rejected',
    { brings: { a: 'v1' } },
    /a ended rejected, but what it brings does not fail/,
  ],
  [
    'who does nothing about a new version',
    async () => 'noop',
    { brings: { a: 'v1' } },
    /a ended noop, but v1 was nowhere/,
  ],
  ['who fails', async () => 'failed', { brings: { a: 'v1' } }, /a ended failed/],
])('%s is caught', async (_, work, about, sentence) => {
  const { failures } = await explore(racing({ a: work }, about), { preemptions: 0 });
  expect(failures.join('\n')).toMatch(sentence);
});

test('the newest that gives way to an older one is caught, and so is who stops without being told to', async () => {
  const about = { brings: { a: 'v1', b: 'v2' } } as const;
  const works = { a: deploying('v1', 'carefully'), b: async () => 'superseded' };
  const { failures } = await explore(racing(works, about), { preemptions: 0 });
  expect(failures.join('\n')).toContain('b is the newest, and ended superseded');
  const unordered = await explore(racing(works, { ...about, isUnordered: true }), { preemptions: 0 });
  expect(unordered.failures.join('\n')).not.toContain('is the newest');
  const held = await explore(racing({ a: async () => 'held' }, { brings: { a: 'v1' } }), { preemptions: 0 });
  expect(held.failures.join('\n')).toContain('a ended held, and was not told to');
});

test('one of two that claims more than it has done is caught', async () => {
  const about = { brings: { a: 'v1', b: 'v2' } } as const;
  const race = racing({ a: deploying('v1', 'boasting'), b: deploying('v2', 'carefully') }, about);
  const { failures } = await explore(race, { samples: 6, seed: 1 });
  expect(failures.join('\n')).toContain('a promoted v1, and no service deployment of it was SUCCESSFUL');
});

/** Takes a service to a version after all others have ended, and says that it has rolled back. */
function takingBackTo(version: Version): Work {
  return async (means, world) => {
    await means.clock.sleep(1_800_000);
    await deploying(version, 'carefully')(means, world);
    return 'rolled-back';
  };
}

test('who promoted may be taken back after that, to what was there before', async () => {
  const about = { brings: { a: 'v1', b: undefined } } as const;
  const back = racing({ a: deploying('v1', 'carefully'), b: takingBackTo('v0') }, about);
  const { failures, endings } = await explore(back, { preemptions: 0 });
  expect(failures).toEqual([]);
  expect([...endings.keys()]).toContain('a promoted, b rolled-back');
});

test('a rollback that leads to something else is caught', async () => {
  const about = { brings: { a: 'v1', b: undefined, c: 'v2' } } as const;
  const elsewhere = racing({ a: deploying('v1', 'carefully'), b: takingBackTo('v2') }, about);
  const { failures } = await explore(elsewhere, { preemptions: 0 });
  expect(failures.join('\n')).toContain('b rolled back, and production is on v2');
});

test('what infrastructure code makes is constant in a race, and what moves is not', () => {
  const isConstant = (operation: string) => isConstantForEcs({ operation });
  expect(['DescribeImages', 'DescribeLoadBalancers'].every(isConstant)).toBe(true);
  expect(['DescribeServices', 'DescribeRules', 'DescribeTargetHealth', 'DescribeTaskDefinition'].some(isConstant)).toBe(
    false,
  );
});
