import { join } from 'node:path';
import { placeOf } from '@actions-aws/site';
import {
  type Errand,
  SITE_FUNCTION as functionCode,
  leastPrivilege,
  sitePolicy,
  withPolicies,
} from '@actions-aws/testing';
import { GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { auto } from '../src/assets/hashed.ts';
import { readBuild } from '../src/build/build.ts';
import { bytesOf } from '../src/build/edits.ts';
import { type StageWorld, stageWorld, step } from '../test/support/trials.ts';

/** An earlier run of the build was killed as it had put some of its hashed files, which are compared now. */
const staging: Errand<StageWorld> = {
  name: 'staging after a run that was killed',
  async world() {
    const made = await stageWorld({ functionCode });
    const wanted = {
      directory: join(made.workspace, 'dist'),
      assets: [auto],
      exclude: [],
      headers: [],
      config: undefined,
    };
    const { manifest, sources } = await readBuild({ ...wanted, precompressed: 'drop' }, new AbortController().signal);
    const hashed = manifest.files.find(({ path }) => path.startsWith('assets/app-'));
    const source = hashed && sources.get(hashed.path);
    if (!hashed || !source) throw new Error('the build has no script');
    const Body = Buffer.isBuffer(source) ? source : await bytesOf(source);
    const Key = placeOf({ id: manifest.id, shared: ['assets/*'] }, hashed.path);
    const ChecksumSHA256 = Buffer.from(hashed.sha256, 'hex').toString('base64');
    await made.s3.send(new PutObjectCommand({ Bucket: made.bucket, Key, Body, ChecksumSHA256 }));
    return made;
  },
  step: (world) => step(world, { timeout: '10m' }),
  told: ({ exitCode, outputs }) => ({ exitCode, outcome: outputs.outcome }),
  expected: { exitCode: 0, outcome: 'staged' },
};

/** TEST and APP have policies of their own, which are compared by their content. */
const compared: Errand<StageWorld> = {
  ...staging,
  name: 'staging on sites whose policies differ',
  async world() {
    const made = await stageWorld({ functionCode });
    const { DistributionConfig, ETag } = await made.cloudfront.send(
      new GetDistributionConfigCommand({ Id: made.app.id }),
    );
    const update = { Id: made.app.id, IfMatch: ETag, DistributionConfig: withPolicies(DistributionConfig!) };
    await made.cloudfront.send(new UpdateDistributionCommand(update));
    return made;
  },
  told: ({ exitCode, outputs }) => {
    const { verdicts = [] } = JSON.parse(outputs.report || '{}') as {
      readonly verdicts?: readonly { readonly level: string }[];
    };
    return { exitCode, isUnread: verdicts.some(({ level }) => level === 'unread') };
  },
  expected: { exitCode: 1, isUnread: false },
};

test('under a store the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = sitePolicy(join(import.meta.dirname, '..'), 'key-value-store');
  const { failures } = await leastPrivilege({ policyFrom, errands: [staging, compared] });
  expect(failures).toEqual([]);
}, 240_000);
