import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '@actions-aws/local-aws';
import { policyIn, STEP_ACCESS_KEY } from '@actions-aws/testing';
import { pushImage } from '@actions-aws/testing/images';
import { CreateRepositoryCommand, PutLifecyclePolicyCommand, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { json, run } from './support/run.ts';
import { clientOf, DEV, type ImageWorld, image, imageWorld, nameOf, signature, step } from './support/world.ts';

// The README's accounts, roles and policies: staging reads from dev, and writes to its own registry.
const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
const dev = { ...DEV, account: '111111111111' };
const staging = { ...DEV, account: '222222222222' };
const letsIn = (/^From another account[\s\S]*?^```json\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? '').trim();
const shared = JSON.parse(letsIn) as { readonly Statement: readonly [{ readonly Action: readonly string[] }] };
const ofRole = JSON.parse(
  JSON.stringify(policyIn(readme))
    .replace('eu-west-1:123456789012', `eu-west-1:${dev.account}`)
    .replace('eu-central-1:123456789012', `eu-west-1:${staging.account}`),
) as Policy;

const built = image('tested in dev');
const signed = signature(built);
let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
  const { cloud } = world;
  const repositoryName = dev.repository;
  await pushImage(cloud, `${repositoryName}:dev`, built, { accessKeyId: dev.account });
  await pushImage(cloud, `${repositoryName}:signature`, signed, { accessKeyId: dev.account });
  await cloud.control.call(
    'ecr.scanResult',
    { imageDigest: built.digest, status: 'COMPLETE' },
    { region: dev.region, account: dev.account },
  );
  const selection = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 500 };
  const rules = [{ rulePriority: 1, selection, action: { type: 'expire' } }];
  const lifecyclePolicyText = JSON.stringify({ rules });
  await owning(dev.account, (ecr) => ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText })));
  await owning(staging.account, (ecr) =>
    ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' })),
  );
  await cloud.control.registerCredential({
    accessKeyId: STEP_ACCESS_KEY,
    account: staging.account,
    principalArn: `arn:aws:sts::${staging.account}:assumed-role/promote-search-api/run`,
    policy: ofRole,
  });
  await cloud.control.snapshot('before');
});
afterAll(() => world.stop());

async function owning<T>(account: string, work: (ecr: ReturnType<typeof clientOf>) => Promise<T>): Promise<T> {
  const client = clientOf(world, account);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

/** Promotes from dev to staging, where dev's repository has this policy, or none. */
async function promoted(policyText?: string) {
  await world.cloud.control.restore('before');
  if (policyText !== undefined) {
    const asked = { repositoryName: dev.repository, policyText };
    await owning(dev.account, (ecr) => ecr.send(new SetRepositoryPolicyCommand(asked)));
  }
  const inputs = { from: nameOf(dev), to: nameOf(staging), 'require-tag': 'dev', 'max-severity': 'high' };
  return run(step(world, { ...inputs, digest: built.digest, tags: 'staging-1' }), world);
}

test('an image comes from another account with the policies of the README, and what refers to it as well', async () => {
  const ended = await promoted(letsIn);
  expect(ended).toMatchObject({ failure: '', warnings: [] });
  expect(ended.outputs).toMatchObject({ outcome: 'promoted', 'image-by-digest': `${nameOf(staging)}@${built.digest}` });
  expect(json(ended, 'referrers')).toMatchObject([{ digest: signed.digest, came: true }]);
});

test('without a policy of the repository it does not, and the error names where to allow it', async () => {
  const ended = await promoted();
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'not-allowed' });
  expect(ended.failure).toMatch(/repository's own policy where it is another account's/);
});

test.each(shared.Statement[0].Action)('without %s in the policy of the repository it does not', async (action) => {
  const [statement] = shared.Statement;
  const rest = statement.Action.filter((one) => one !== action);
  const ended = await promoted(JSON.stringify({ ...shared, Statement: [{ ...statement, Action: rest }] }));
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'not-allowed' });
  expect(ended.failure).toContain(action);
});
