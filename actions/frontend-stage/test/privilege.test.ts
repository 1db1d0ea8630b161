import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { type StageWorld, stageWorld, step } from './support/trials.ts';

/** CloudFront's own policies: CORS-S3Origin, SecurityHeadersPolicy. */
const MANAGED = {
  OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
  ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03',
};

/** Stages after a release that is live: files are sent and copied, the pointer is moved, and what was there is invalidated. */
const staging: Errand<StageWorld> = {
  name: 'staging after a release that is live',
  world: () => stageWorld(),
  step: (world) => step(world, { timeout: '10m' }),
  told: ({ exitCode, outputs }) => ({ exitCode, outcome: outputs.outcome }),
  expected: { exitCode: 0, outcome: 'staged' },
};

/** TEST and APP have policies of their own, which are compared by their content. */
const compared: Errand<StageWorld> = {
  ...staging,
  name: 'staging on sites whose policies differ',
  async world() {
    const made = await stageWorld();
    const { DistributionConfig, ETag } = await made.cloudfront.send(
      new GetDistributionConfigCommand({ Id: made.app.id }),
    );
    const config = {
      ...DistributionConfig!,
      DefaultCacheBehavior: { ...DistributionConfig!.DefaultCacheBehavior!, ...MANAGED },
    };
    const update = { Id: made.app.id, IfMatch: ETag, DistributionConfig: config };
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
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const made = await stageWorld();
  try {
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
      .replaceAll('E1TEST1TEST1T', made.test.id)
      .replaceAll('E2APP2APP2APP', made.app.id);
    const policyFrom = join(folder, 'README.md');
    writeFileSync(policyFrom, readme);
    const { failures } = await leastPrivilege({ policyFrom, errands: [staging, compared] });
    expect(failures).toEqual([]);
  } finally {
    await made.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
