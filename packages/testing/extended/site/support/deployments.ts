import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type EndedBundle, runBundle, type SiteWorld, siteWorld } from '@actions-aws/testing';
import type { CacheBehavior, DistributionConfig } from '@aws-sdk/client-cloudfront';

/** Two sites on the local cloud, and the built actions run against them, as a workflow would. */
export interface Deployments extends SiteWorld {
  /** Stages a folder, and waits likewise; `outputs` has what the other steps take. */
  stage(directory: string): Promise<EndedBundle>;
  /** Promotes what was staged, and waits until all edges have it: the action meets but a few. */
  promote(staged: EndedBundle): Promise<EndedBundle>;
  /** Goes back to the release before, and waits likewise. */
  rollBack(): Promise<EndedBundle>;
  /** What frontend-check says of both sites. */
  check(): Promise<EndedBundle>;
}

/** Where the pointers of the two sites stand. */
export type PointerKind = 'origin-path' | 'key-value-store';

/** What takes the place of `http://localhost:3000`, with which the sources are built. */
export const API = 'https://api.example.com';

/**
 * Slow enough that no answer comes too late on a busy machine: the limits of the actions are on the cloud's clock. All waiting is for the
 * edges, which follow within seconds.
 */
const SCALE = 5;

/** Until all edge hosts have what was written, in milliseconds of the cloud's clock. */
const SPREAD_MS = 10_000;

const root = path.resolve(import.meta.dirname, '../../../../..');

/** Starts such a cloud, under a store with a behaviour for each pattern of hashed files. All its edges follow within seconds of its clock, where those of AWS take minutes. */
export async function deployments(pointer: PointerKind, hashed: readonly string[]): Promise<Deployments> {
  const functionFile = path.join(root, 'packages/site/src/function/site.js');
  const functionCode = pointer === 'origin-path' ? undefined : await readFile(functionFile, 'utf8');
  const world = await siteWorld({
    scale: SCALE,
    ...(functionCode && { functionCode, change: (config) => withBehaviours(config, hashed) }),
  });
  await world.cloud.control.call('cloudfront.pace', { configuration: 5_000, store: 5_000 });
  const { cloud, bucket, test, app } = world;
  const sites = { bucket, 'app-distribution': app.id, 'app-url': app.url };
  const both = { ...sites, 'test-distribution': test.id, 'test-url': test.url };
  let runs = 0;
  const run = (name: string, inputs: Readonly<Record<string, string>>, workspace?: string) => {
    runs += 1;
    return runBundle({
      action: path.join(root, 'actions', name),
      cloud,
      scaleTime: SCALE,
      inputs,
      ...(workspace && { workspace }),
      env: { GITHUB_RUN_ID: String(1_000 + runs), GITHUB_RUN_NUMBER: String(runs) },
    });
  };
  const spread = async (running: Promise<EndedBundle>) => {
    const ended = await running;
    await cloud.clock.advance(SPREAD_MS);
    return ended;
  };
  return {
    ...world,
    stage: (directory) =>
      spread(
        run(
          'frontend-stage',
          { ...both, directory: path.basename(directory), config: JSON.stringify({ api: API }) },
          path.dirname(directory),
        ),
      ),
    promote: ({ outputs: { staged = '' } }) =>
      spread(run('frontend-promote', { ...both, staged, smoke: 'GET /', settle: '2s' })),
    rollBack: () => spread(run('frontend-rollback', { ...sites, 'only-if': 'any', settle: '2s' })),
    check: () => run('frontend-check', both),
  };
}

/** Gives the behaviour that takes hashed files past the function these patterns, as `assets` of examples/infrastructure/frontend does. */
function withBehaviours(config: DistributionConfig, patterns: readonly string[]): DistributionConfig {
  const [usual] = config.CacheBehaviors?.Items ?? [];
  const Items = patterns.map((PathPattern) => ({ ...usual, PathPattern })) as CacheBehavior[];
  return { ...config, CacheBehaviors: { Quantity: Items.length, Items } };
}

/** Titles of the warnings that a step has left, or their texts where they have none. */
export function warningsOf({ annotations }: EndedBundle): readonly string[] {
  return annotations.map(({ title, message }) => title || message);
}
