import { type BundleStep, type Race, startStep } from '@actions-aws/testing';
import { type EcsRace, type EcsView, ecsOracle, isConstantForEcs, type Version } from '@actions-aws/testing/ecs';
import { type Deploys, stepOf, type World, world } from './world.ts';

/** One who takes part: what it brings, and the number of its run. */
interface Takes extends Pick<Deploys, 'run' | 'workflow' | 'inputs'> {
  readonly version: Version;
}

function race(takes: Readonly<Record<string, Takes>>, about: Omit<EcsRace, 'brings'> = {}): Race<World, EcsView> {
  return {
    async world() {
      const made = await world({ quick: true, drainSeconds: 3 });
      for (const broken of about.broken ?? []) {
        await made.script(broken, { answers: { paths: { '/version': { status: 500 } } } });
      }
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
} as const;
