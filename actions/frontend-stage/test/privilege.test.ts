import { join } from 'node:path';
import { type Errand, leastPrivilege, sitePolicy, withPolicies } from '@actions-aws/testing';
import { GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { type StageWorld, stageWorld, step } from './support/trials.ts';

/** How many times faster than the machine's time runs. */
const SCALE = 20;

/** Stages after a release that is live: files are sent and copied, the pointer is moved, and what was there is invalidated. */
const staging: Errand<StageWorld> = {
  name: 'staging after a release that is live',
  inSteps: true,
  world: (scale = SCALE) => stageWorld({ scale, worker: false }),
  step: (world) => step(world, { timeout: '10m' }),
  told: ({ exitCode, outputs }) => ({ exitCode, outcome: outputs.outcome }),
  expected: { exitCode: 0, outcome: 'staged' },
};

/** TEST and APP have policies of their own, which are compared by their content. */
const compared: Errand<StageWorld> = {
  ...staging,
  name: 'staging on sites whose policies differ',
  async world(scale = SCALE) {
    const made = await stageWorld({ scale, worker: false });
    const { DistributionConfig, ETag } = await made.cloudfront.send(
      new GetDistributionConfigCommand({ Id: made.app.id }),
    );
    const update = { Id: made.app.id, IfMatch: ETag, DistributionConfig: withPolicies(DistributionConfig!) };
    await made.cloudfront.send(new UpdateDistributionCommand(update));
    return made;
  },
  told: ({ exitCode, outputs }) => ({
    exitCode,
    levels: new Set((JSON.parse(outputs.report || '{}').verdicts ?? []).map(({ level }: { level: string }) => level)),
  }),
  expected: { exitCode: 1, levels: new Set(['red', 'listed']) },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'origin-path');
  const { failures } = await leastPrivilege({ policyFrom, errands: [staging, compared] });
  expect(failures).toEqual([]);
}, 240_000);
