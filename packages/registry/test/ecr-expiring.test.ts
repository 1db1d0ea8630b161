import type { Clock } from '@actions-aws/action';
import { PutLifecyclePolicyCommand, StartLifecyclePolicyPreviewCommand } from '@aws-sdk/client-ecr';
import { type EcrWorld, ecrWorld, repository } from './support/ecr-world.ts';
import { configWith, imageOf } from './support/images.ts';
import { quickClock } from './support/opened.ts';

const repositoryName = 'team/api';
const older = imageOf(configWith({ revision: 'abc' }), { annotations: { age: 'older' } });
let the: EcrWorld;
/** A clock on which the time of the cloud passes, too. */
let clock: Clock;
beforeEach(async () => {
  the = await ecrWorld();
  const quick = quickClock();
  clock = {
    now: quick.now,
    async sleep(ms, signal) {
      await quick.sleep(ms, signal);
      await the.cloud.clock.advance(ms);
    },
  };
  await the.cloud.clock.advance(60_000);
  await the.tag('older', older);
  await the.cloud.clock.advance(60_000);
  await the.tag('v2', imageOf(configWith({ revision: 'abc' }), { annotations: { age: 'newest' } }));
});
afterEach(() => the.stop());

/** A policy that keeps so many images. */
const keeping = (countNumber: number) =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 7,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
        action: { type: 'expire' },
      },
    ],
  });
const put = (countNumber: number) =>
  the.ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: keeping(countNumber) }));
const expiring = async () => (await the.opened({ clock })).expiring();

test('images that the policy of the repository takes away are told', async () => {
  await put(2);
  const rule = 'rule 7 of the lifecycle policy';
  expect(await expiring()).toEqual([{ digest: the.image.digest, action: 'EXPIRE', rule }]);
});

test('none are where there is no policy, or no repository', async () => {
  expect(await expiring()).toEqual([]);
  const name = { ...the.names.aws, repository: 'team/new' };
  expect(await (await the.opened({ clock, name })).expiring()).toEqual([]);
});

test('the preview of another policy is waited for', async () => {
  await put(3);
  const asked = { repositoryName, lifecyclePolicyText: keeping(1) };
  await the.ecr.send(new StartLifecyclePolicyPreviewCommand(asked));
  expect(await expiring()).toEqual([]);
});

test.each(['ecr:StartLifecyclePolicyPreview', 'ecr:GetLifecyclePolicyPreview'])(
  'without %s, the error names it',
  async (missing) => {
    await put(3);
    const actions = ['ecr:StartLifecyclePolicyPreview', 'ecr:GetLifecyclePolicyPreview', 'ecr:ListImages'];
    const Action = actions.filter((action) => action !== missing);
    const Statement = [{ Effect: 'Allow', Action, Resource: repository }] as const;
    const registry = await the.opened({ clock, policy: { Statement } });
    await expect(registry.expiring()).rejects.toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining(missing),
    });
  },
);
