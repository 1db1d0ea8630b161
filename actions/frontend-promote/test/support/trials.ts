import { join } from 'node:path';
import type { Staged } from '@actions-aws/site';
import { stagedText } from '@actions-aws/site';
import type { BundleStep } from '@actions-aws/testing';
import { buildOf } from './builds.ts';
import { type World, world } from './world.ts';

const action = join(import.meta.dirname, '..', '..');

/** A world in which a release is staged, and another one is live. */
export interface StagedWorld extends World {
  readonly staged: Staged;
}

/** What is staged there. */
export const next = buildOf('v2');

/** Makes such a world. */
export async function stagedWorld(options: Parameters<typeof world>[0] = {}): Promise<StagedWorld> {
  const made = await world(options);
  const staged = await made.stage(next);
  return { ...made, staged };
}

/** A promotion by the bundle, as a workflow would have it; each input can be given otherwise. */
export function promotion(
  { cloud, bucket, test, app, staged }: StagedWorld,
  inputs: Readonly<Record<string, string>> = {},
): BundleStep {
  return {
    action,
    cloud,
    scaleTime: cloud.clock.scale,
    inputs: {
      bucket,
      'test-distribution': test.id,
      'app-distribution': app.id,
      'test-url': test.url,
      'app-url': app.url,
      staged: stagedText(staged),
      smoke: 'GET /',
      ...inputs,
    },
    env: {
      GITHUB_RUN_ID: '1057',
      GITHUB_RUN_NUMBER: '57',
      GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/deploy.yml@refs/heads/main',
    },
  };
}
