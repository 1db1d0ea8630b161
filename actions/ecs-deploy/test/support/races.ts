import { type BundleStep, type Race, scopeOf, seedNumber, startStep } from '@actions-aws/testing';
import {
  type EcsRace,
  type EcsView,
  type EcsWorldOptions,
  ecsOracle,
  isConstantForEcs,
  type Version,
} from '@actions-aws/testing/ecs';
import { type Deploys, stepOf, type World, world } from './world.ts';

/** One who takes part: what it brings, and the number of its run. */
interface Takes extends Pick<Deploys, 'run' | 'workflow' | 'inputs'> {
  readonly version: Version;
}

/** What is there as they begin. */
interface Before {
  readonly options?: EcsWorldOptions;
  /** A deployment that waits for a call that goes on with it. */
  readonly held?: Takes;
}

function race(
  takes: Readonly<Record<string, Takes>>,
  { options = {}, held, ...about }: Omit<EcsRace, 'brings'> & Before = {},
): Race<World, EcsView> {
  return {
    async world() {
      // What AWS leaves open is drawn by SWEEP_SEED, or by the commit.
      const seed = seedNumber(scopeOf(), 'races');
      const made = await world({ seed, quick: true, drainSeconds: 3, ...options });
      for (const broken of about.broken ?? []) {
        await made.script(broken, { answers: { paths: { '/version': { status: 500 } } } });
      }
      if (held) await made.deployBy(held);
      return made;
    },
    deployers: Object.fromEntries(
      Object.entries(takes).map(([name, given]) => [
        name,
        (stage, one) => startStep(stage, stepIn(one, { ...given, name }), { name }),
      ]),
    ),
    ...ecsOracle<World>({
      ...about,
      brings: Object.fromEntries(Object.entries(takes).map(([name, { version }]) => [name, version])),
    }),
    isConstant: isConstantForEcs,
  };
}

function stepIn(one: World, deploys: Deploys): BundleStep {
  return stepOf(one, { ...deploys, inputs: { timeout: '2h', ...deploys.inputs } });
}

/** Half of the users have it for a time. */
const CANARY: EcsWorldOptions = {
  strategy: 'LINEAR',
  hooks: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
  configuration: { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 }, bakeTimeInMinutes: 0 },
};
const canary = { canary: '50%/1m', settle: '0s', alarms: 'none' };

/** Two at once over one service, the older run first. */
export const RACES = {
  'two deployments of one workflow': race({ a: { version: 'v1', run: 3 }, b: { version: 'v2', run: 4 } }),
  'two deployments of different workflows': race(
    { a: { version: 'v1', run: 3 }, b: { version: 'v2', run: 4, workflow: 'other' } },
    { isUnordered: true },
  ),
  'two deployments of the same content': race(
    { a: { version: 'v1', run: 3 }, b: { version: 'v1', run: 4, workflow: 'other' } },
    { isUnordered: true },
  ),
  'a deployment and a newer one that is rejected': race(
    { a: { version: 'v1', run: 3 }, b: { version: 'v2', run: 4 } },
    { broken: ['v2'] },
  ),
  'two canaries of one workflow': race(
    { a: { version: 'v1', run: 3, inputs: canary }, b: { version: 'v2', run: 4, inputs: canary } },
    { options: CANARY },
  ),
  'a deployment that is held, and the call that goes on': race(
    { a: { version: 'v1', run: 3, inputs: { until: 'staged' } }, b: { version: 'v1', run: 4 } },
    { holds: ['a'] },
  ),
  'two calls that go on with one held deployment': race(
    { a: { version: 'v1', run: 4 }, b: { version: 'v1', run: 5, workflow: 'other' } },
    { isUnordered: true, held: { version: 'v1', run: 3, inputs: { until: 'staged' } } },
  ),
  'two canaries that go on with one held deployment': race(
    { a: { version: 'v1', run: 4, inputs: canary }, b: { version: 'v1', run: 5, inputs: canary } },
    { options: CANARY, isUnordered: true, held: { version: 'v1', run: 3, inputs: { ...canary, until: 'staged' } } },
  ),
  'two rolling deployments of one workflow': race(
    { a: { version: 'v1', run: 3 }, b: { version: 'v2', run: 4 } },
    { options: { strategy: 'ROLLING' } },
  ),
} as const;
