import { join } from 'node:path';
import { type Errand, leastPrivilege, sitePolicy, withPolicies } from '@actions-aws/testing';
import { promotion, type StagedWorld, stagedWorld } from './support/trials.ts';

/** How many times faster than the machine's time runs. */
const SCALE = 25;

const promote: Errand<StagedWorld> = {
  name: 'a promotion',
  inSteps: true,
  world: (scale = SCALE) => stagedWorld({ scale }),
  step: (world) => promotion(world, { settle: '0s' }),
  told: ({ outputs, annotations, exitCode }) => ({ exitCode, outcome: outputs.outcome, warnings: annotations.length }),
  expected: { exitCode: 0, outcome: 'promoted', warnings: 0 },
};

/** Whether all edges have what another run has promoted is looked up. */
const again: Errand<StagedWorld> = {
  ...promote,
  name: 'a promotion of what is live',
  async world(scale = SCALE) {
    const made = await stagedWorld({ scale });
    await made.point(made.staged.release);
    await made.cloud.clock.advance(60_000);
    return made;
  },
  expected: { exitCode: 0, outcome: 'noop', warnings: 0 },
};

/** Policies that one site alone has are compared by their content, and the run ends there. */
const unlike: Errand<StagedWorld> = {
  ...promote,
  name: 'a promotion between sites whose policies differ',
  world: (scale = SCALE) =>
    stagedWorld({
      scale,
      change: (config, site) => (site === 'app' ? withPolicies(config) : config),
    }),
  told: ({ outputs, exitCode }) => {
    const { verdicts = [] } = JSON.parse(outputs.report ?? '{}') as {
      readonly verdicts?: readonly { readonly level: string }[];
    };
    return { exitCode, levels: new Set(verdicts.map(({ level }) => level)) };
  },
  expected: { exitCode: 1, levels: new Set(['red', 'listed']) },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'origin-path');
  const { failures } = await leastPrivilege({ policyFrom, errands: [promote, again, unlike] });
  expect(failures).toEqual([]);
}, 240_000);
