import { join } from 'node:path';
import { type BundleStep, scopeOf, seedNumber, type Trial } from '@actions-aws/testing';
import { ecsDomain, ecsUsers } from '@actions-aws/testing/ecs';
import { type RollbackWorld, type Setting, world } from './world.ts';

const action = join(import.meta.dirname, '..', '..');

/** A rollback by the bundle, as a workflow would have it; each input can be given otherwise. */
export function rollback(
  { cloud, cluster, service }: RollbackWorld,
  inputs: Readonly<Record<string, string>> = {},
): BundleStep {
  return {
    action,
    cloud,
    scaleTime: cloud.clock.scale,
    inputs: { cluster, service, 'only-if': 'any', timeout: '10m', ...inputs },
    env: { GITHUB_RUN_ID: '812', GITHUB_RUN_ATTEMPT: '1' },
  };
}

/** As short as ECS lets it be. */
const QUICK = { bakeTimeInMinutes: 0 };

function trial(
  name: string,
  setting: Setting,
  inputs: (one: RollbackWorld) => Readonly<Record<string, string>> = () => ({}),
): Trial<RollbackWorld> {
  return {
    name,
    purpose: 'rollback',
    domain: ecsDomain,
    world(scale) {
      // What AWS leaves open is drawn with the cases.
      const seed = seedNumber(scopeOf(), name);
      return world({ scale, seed, quick: true, configuration: QUICK, drainSeconds: 0, ...setting });
    },
    step: (one) => rollback(one, inputs(one)),
    settled: (one) => one.atRest(),
    // What users reach follows from it within a minute or two.
    pointer: (one) => one.askedFor(),
    // Both were live: a rollback takes users from one to the other.
    users: (one) => ecsUsers(one, { shares: { v0: 1, v1: 1, v2: 1 } }),
  };
}

/** Back to what ecs-deploy noted as live before: a pinned copy is deployed over it. */
export const usualRollback = trial('a rollback', {});

/** From a pause: it is told to go back, and ECS does. */
export const rollbackAtPause = trial('a rollback at a pause', { last: { until: 'paused' } });

/** Under way between pauses: it is stopped. */
export const rollbackUnderWay = trial('a rollback under way', { last: { until: 'begun' } });

/** From a pause, and further than ECS goes by itself. */
export const rollbackByName = trial(
  'a rollback by name',
  { versions: ['v1', 'v2'], last: { until: 'paused' } },
  (one) => ({ to: one.revisions.v0 ?? '', 'only-if': one.revisions.v2 ?? '' }),
);

const STEPS = { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 0 };

/** By a strategy that shifts users in steps, each behind a pause. */
export const rollbackInSteps = trial('a rollback in steps', {
  strategy: 'LINEAR',
  hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
  configuration: STEPS,
});

/** By rolling updates, deployed by another hand: the history of the service tells where to go. */
export const rollingRollback = trial('a rolling rollback', {
  strategy: 'ROLLING',
  configuration: {},
  last: { mark: false },
});

/** By a strategy that stops at one share, behind a pause. */
export const rollbackByCanary = trial('a rollback by a canary', {
  strategy: 'CANARY',
  hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
  configuration: { canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 0 },
});

/** Of a service without a load balancer. */
export const workerRollback = trial("a worker's rollback", { worker: true, configuration: {} });
