import { join } from 'node:path';
import { type BundleStep, type Race, scopeOf, seedNumber, startStep } from '@actions-aws/testing';
import { type EcsView, ecsOracle, isConstantForEcs, type Version } from '@actions-aws/testing/ecs';
import { rollback } from './trials.ts';
import { type RollbackWorld, type Setting, world } from './world.ts';

/** A rollback beside another deployer of the service; both begin when a schedule says so. */
interface Beside {
  /** What the other brings, as ecs-deploy; nothing for another rollback. */
  readonly brings?: Version;
  /** What is there before; `v1` over `v0`, and over, unless given. */
  readonly setting?: Setting;
  /** What the rollback is given besides. */
  readonly inputs?: (one: RollbackWorld) => Readonly<Record<string, string>>;
}

const ecsDeploy = join(import.meta.dirname, '..', '..', '..', 'ecs-deploy');

/** A deployment by ecs-deploy, as a workflow would have it. */
function deployment({ cloud, cluster, service, images }: RollbackWorld, version: Version): BundleStep {
  return {
    action: ecsDeploy,
    cloud,
    scaleTime: cloud.clock.scale,
    inputs: {
      cluster,
      service,
      images: JSON.stringify({ app: images[version].resolvedUri }),
      smoke: 'none',
      verify: 'none',
    },
    env: {
      GITHUB_RUN_ID: '700',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_NUMBER: '7',
      GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/deploy.yml@refs/heads/main',
    },
  };
}

function race({ brings, setting = {}, inputs = () => ({}) }: Beside): Race<RollbackWorld, EcsView> {
  const other = (one: RollbackWorld): BundleStep =>
    brings ? deployment(one, brings) : { ...rollback(one, inputs(one)), env: { GITHUB_RUN_ID: '813' } };
  // What was live before is brought back by the rollback: it works, and all users may meet it.
  const { oracle, ...judged } = ecsOracle<RollbackWorld>({
    brings: { a: brings, b: undefined, before: 'v0', live: 'v1' },
  });
  return {
    ...judged,
    world() {
      // What AWS leaves open is drawn by SWEEP_SEED, or by the commit.
      const seed = seedNumber(scopeOf(), 'races');
      return world({ seed, quick: true, configuration: { bakeTimeInMinutes: 0 }, drainSeconds: 0, ...setting });
    },
    deployers: {
      a: (stage, one, name) => startStep(stage, other(one), { name }),
      b: (stage, one, name) => startStep(stage, rollback(one, inputs(one)), { name }),
    },
    async oracle(one, serially) {
      const { saw, verdict } = await oracle(one, serially);
      // A deployment that is told to go back does not say who told it, and ecs-deploy takes it for ECS's own doing, before users have met it and
      // after; and while a rollback runs, it does not begin.
      const isTold = (sentence: string) =>
        brings !== undefined && /^a ended (rejected|rolled-back|failed)/.test(sentence);
      return { saw, verdict: async (finished) => (await verdict(finished)).filter((sentence) => !isTold(sentence)) };
    },
    isConstant: isConstantForEcs,
  };
}

const live = (one: RollbackWorld) => ({ 'only-if': one.revisions.v1 ?? '' });

/** Two who move one service at once: one of them rolls it back. */
export const RACES = {
  'a deployment and a rollback': race({ brings: 'v2' }),
  'a deployment and a rollback of what is live': race({ brings: 'v2', inputs: live }),
  'two rollbacks': race({}),
  'two rollbacks at a pause': race({ setting: { last: { until: 'paused' } } }),
  'a deployment and a rollback at a pause': race({
    brings: 'v2',
    setting: { last: { until: 'paused' } },
    inputs: live,
  }),
} as const;
