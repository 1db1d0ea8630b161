import { DescribeServicesCommand, ListServiceDeploymentsCommand } from '@aws-sdk/client-ecs';
import type { Balancer } from './infrastructure.ts';
import { versionIn } from './versions.ts';
import { type EcsWorld, type Side, servingOf } from './world.ts';

/** A service, as far as ends are compared: without times, ids, and which of the two target groups has what. */
export interface EcsView {
  /** Versions that answer users, and those that answer the test listener; of a worker none. */
  readonly production: readonly string[];
  readonly test: readonly string[];
  /** Tasks that run, by version. */
  readonly running: Readonly<Record<string, number>>;
  /** The version that the service is asked to run. */
  readonly wanted: string;
  /** How many service deployments are not over. */
  readonly underWay: number;
}

/** Requests by which versions are met: of two target groups one that has a share of 5 % is missed once in a thousand times. */
const LOOKS = 140;
/** Where all requests go to one target group, one of four tasks is missed once in a hundred thousand times. */
const LOOKS_AT_ONE = 40;

const UNDER_WAY = ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'] as const;

/** Looks at all that a deployment changes, and that must be the same however it was disturbed. */
export async function ecsView(world: EcsWorld): Promise<EcsView> {
  const { ecs, cluster, service, balancer } = world;
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const { deployments = [], taskDefinition = '' } = services?.[0] ?? {};
  const running: Record<string, number> = {};
  for (const { taskDefinition: definition = '', runningCount = 0 } of deployments) {
    const version = await versionIn(world, definition);
    if (runningCount > 0) running[version] = (running[version] ?? 0) + runningCount;
  }
  return {
    production: balancer ? await metAt(world, balancer, 'production') : [],
    test: balancer ? await metAt(world, balancer, 'test') : [],
    running,
    wanted: await versionIn(world, taskDefinition),
    underWay: await underWay(world),
  };
}

/** What users reach: the version that answers them, or those, as `v0+v1`; of a worker what runs. */
export async function ecsPointer(world: EcsWorld): Promise<string> {
  return (await world.live()).versions.join('+');
}

/** Moves the clock until no service deployment is under way, also one that is not listed yet; rejects after so many minutes. */
export async function comeToRest(world: EcsWorld, minutes?: number): Promise<void> {
  const { ecs, cluster, service } = world;
  await world.until(async () => {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
    const isRolling = services?.[0]?.deployments?.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
    return !isRolling && (await underWay(world)) === 0;
  }, minutes);
}

async function metAt(world: EcsWorld, balancer: Balancer, side: Side): Promise<readonly string[]> {
  const serving = await servingOf(world.cloud, balancer[side].ruleArn);
  const isOne = serving.filter(({ share }) => share > 0).length === 1;
  const met = Array.from({ length: isOne ? LOOKS_AT_ONE : LOOKS }, () => {
    const { version, status } = world.ask(side);
    return version ?? String(status);
  });
  return [...new Set(met)].sort();
}

async function underWay({ ecs, cluster, service }: EcsWorld): Promise<number> {
  const asked = new ListServiceDeploymentsCommand({ cluster, service, status: [...UNDER_WAY] });
  return (await ecs.send(asked)).serviceDeployments?.length ?? 0;
}
