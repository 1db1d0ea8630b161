import { join } from 'node:path';
import type { BundleStep } from '@actions-aws/testing';
import { type RollbackOptions, type RollbackWorld, world } from './world.ts';

/** How many times faster than the machine's time runs: a process may take its second to start. */
const SCALE = 25;

/** A world for what ships: its clock lets a process keep up. */
export function stepWorld(versions?: readonly string[], options: RollbackOptions = {}): Promise<RollbackWorld> {
  return world(versions, { scale: SCALE, ...options });
}

const action = join(import.meta.dirname, '..', '..');

/** The step as a workflow has it: back from what is live. */
export function step(world: RollbackWorld, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  const { cloud, bucket, app } = world;
  return {
    action,
    cloud,
    scaleTime: SCALE,
    inputs: { bucket, 'app-distribution': app.id, 'app-url': app.url, 'only-if': 'any', settle: '2s', ...inputs },
    env: { GITHUB_RUN_ID: '812', GITHUB_RUN_ATTEMPT: '1' },
  };
}
