import { join } from 'node:path';
import {
  type Errand,
  SITE_FUNCTION as functionCode,
  leastPrivilege,
  sitePolicy,
  withPolicies,
} from '@actions-aws/testing';
import { promotion, type StagedWorld, stagedWorld } from '../test/support/trials.ts';

/** How many times faster than the machine's time runs. */
const SCALE = 25;

/** What is live was staged before the sites had stores: its hashed files and those of the next release are copied, both ways. */
const promote: Errand<StagedWorld> = {
  name: 'a promotion under a store',
  world: () => stagedWorld({ scale: SCALE, functionCode, isLiveApart: true }),
  step: (world) => promotion(world, { settle: '0s' }),
  told: ({ outputs, exitCode }) => ({ exitCode, outcome: outputs.outcome }),
  expected: { exitCode: 0, outcome: 'promoted' },
};

/** Policies that one site alone has are compared by their content, and the run ends there. */
const unlike: Errand<StagedWorld> = {
  ...promote,
  name: 'a promotion between sites whose policies differ',
  world: () =>
    stagedWorld({
      scale: SCALE,
      functionCode,
      change: (config, site) => (site === 'app' ? withPolicies(config) : config),
    }),
  told: ({ outputs, exitCode }) => {
    const { verdicts = [] } = JSON.parse(outputs.report ?? '{}') as {
      readonly verdicts?: readonly { readonly level: string }[];
    };
    return { exitCode, isUnread: verdicts.some(({ level }) => level === 'unread') };
  },
  expected: { exitCode: 1, isUnread: false },
};

test('under a store the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'key-value-store');
  const { failures } = await leastPrivilege({ policyFrom, errands: [promote, unlike] });
  expect(failures).toEqual([]);
}, 240_000);
