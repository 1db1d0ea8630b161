import { join } from 'node:path';
import { type Errand, SITE_FUNCTION as functionCode, leastPrivilege, sitePolicy } from '@actions-aws/testing';
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { step, stepWorld } from './support/steps.ts';
import type { RollbackWorld } from './support/world.ts';

/** No behaviour takes hashed files past the function, which finds those of a release that shares none. */
const change = (config: DistributionConfig): DistributionConfig => ({ ...config, CacheBehaviors: { Quantity: 0 } });

const VERSIONS = ['v1', 'v2', 'v3', 'v4', 'v5'] as const;

/** Far back, to one which shares nothing: what is carried into it, and what history tells, is needed as well. */
const back: Errand<RollbackWorld> = {
  name: 'a rollback far back, under a store',
  world: () => stepWorld(VERSIONS, { functionCode, change, apart: ['v1'] }),
  step: (one) => step(one, { to: one.builds[0]?.manifest.id ?? '', settle: '0s' }),
  told: ({ outputs, annotations, exitCode }) => ({ exitCode, outcome: outputs.outcome, warnings: annotations.length }),
  expected: { exitCode: 0, outcome: 'rolled-back', warnings: 0 },
};

/** From one that shares nothing. */
const forth: Errand<RollbackWorld> = {
  ...back,
  name: 'a rollback to a release that shares its files',
  world: () => stepWorld(VERSIONS, { functionCode, change, apart: ['v5'] }),
};

test('under a store the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'key-value-store');
  const { failures } = await leastPrivilege({ policyFrom, errands: [back, forth] });
  expect(failures).toEqual([]);
}, 240_000);
