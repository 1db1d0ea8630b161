import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';
import type { RollbackWorld } from './support/world.ts';

const told: Errand<RollbackWorld>['told'] = ({ outputs, annotations, exitCode }) => ({
  exitCode,
  outcome: outputs.outcome,
  warnings: annotations.length,
});
const expected = { exitCode: 0, outcome: 'rolled-back', warnings: 0 };

const inSteps = true;
const worldOf = (scale: number | undefined, setting: Parameters<typeof stepWorld>[0] = {}) =>
  stepWorld(scale === undefined ? setting : { ...setting, scale });

const errands: readonly Errand<RollbackWorld>[] = [
  { name: 'a rollback of what is over', world: (scale) => worldOf(scale), step, told, expected, inSteps },
  {
    name: 'a rollback whose registration is not answered',
    inSteps,
    async world(scale) {
      const made = await worldOf(scale);
      const lost = { operation: 'RegisterTaskDefinition', kind: 'reset', when: 'after', times: 1_000 } as const;
      await made.cloud.control.addFault(lost);
      return made;
    },
    step,
    told,
    expected,
  },
  {
    name: 'a rollback at a pause',
    inSteps,
    world: (scale) => worldOf(scale, { last: { until: 'paused' } }),
    step,
    told,
    expected,
  },
  {
    name: 'a rollback under way',
    // Its tasks never start, so that it comes to no pause.
    inSteps,
    async world(scale) {
      const made = await worldOf(scale, { versions: [] });
      await made.script('v1', { startsAfterMs: 86_400_000 });
      await made.deployAs('v1', { until: 'begun' });
      return made;
    },
    step,
    told,
    expected,
  },
];

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const { failures } = await leastPrivilege({ policyFrom, errands });
  expect(failures).toEqual([]);
}, 300_000);
