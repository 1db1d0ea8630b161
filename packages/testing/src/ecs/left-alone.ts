import type { Version } from './versions.ts';
import { ecsView } from './view.ts';
import type { EcsWorld } from './world.ts';

/** When a service is looked at that was left alone, and what may be live then. */
export interface LeftAlone {
  /** What was live before, and what has passed every gate. */
  readonly allowed: readonly Version[];
  /** Longer than the pauses of the service last; 60 unless given. */
  readonly minutes?: number;
  /** Has the next run of the workflow bring `v0`, and gives its outcome. */
  next(): Promise<string>;
}

/**
 * What is wrong with a service whose deployer was killed and never came back, once its pauses have run out: production has to be on one
 * version that may be live, with all its tasks. What hangs before users meet it may go on: the next run has to end that.
 */
export async function wrongWithoutDeployer(
  world: EcsWorld,
  { allowed, minutes = 60, next }: LeftAlone,
): Promise<readonly string[]> {
  await world.cloud.clock.advance(minutes * 60_000);
  const { production, running, underWay } = await ecsView(world);
  const live = world.balancer ? production : Object.keys(running);
  const [version = 'nothing', ...others] = live;
  if (others.length > 0) return [`left alone, production is on ${live.join(' and ')}`];
  const tasks = running[version] ?? 0;
  const wrong = (allowed as readonly string[]).includes(version) ? [] : [`left alone, production is on ${version}`];
  if (tasks < world.desiredCount) wrong.push(`left alone, ${version} has ${tasks} tasks`);
  return underWay === 0 ? wrong : [...wrong, ...(await wrongAfter(next, world))];
}

async function wrongAfter(next: LeftAlone['next'], world: EcsWorld): Promise<readonly string[]> {
  const outcome = await next();
  const { wanted, underWay } = await ecsView(world);
  const isOver = ['promoted', 'noop'].includes(outcome) && wanted === 'v0' && underWay === 0;
  return isOver ? [] : [`left alone, the next run ended ${outcome}, with ${wanted}, and ${underWay} still under way`];
}
