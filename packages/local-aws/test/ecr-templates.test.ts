import * as sdk from '@aws-sdk/client-ecr';
import { clientOf, codeOf, type EcrCloud, ecrCloud, everything, image, tokenOf } from './ecr-cloud.ts';

const registryId = '123456789012';
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
});
afterEach(() => it.cloud.stop());

const create = (prefix: string, more: Partial<sdk.CreateRepositoryCreationTemplateRequest> = {}) =>
  it.ecr.send(new sdk.CreateRepositoryCreationTemplateCommand({ prefix, appliedFor: ['CREATE_ON_PUSH'], ...more }));
const describeAll = async (input: sdk.DescribeRepositoryCreationTemplatesRequest = {}) =>
  (await it.ecr.send(new sdk.DescribeRepositoryCreationTemplatesCommand(input))).repositoryCreationTemplates ?? [];
const policyText = JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' } });

test('a template is made once, changed in part, described and deleted', async () => {
  const { repositoryCreationTemplate } = await create('team', { imageTagMutability: 'IMMUTABLE', description: 'ours' });
  expect(repositoryCreationTemplate).toEqual({
    prefix: 'team',
    description: 'ours',
    encryptionConfiguration: { encryptionType: 'AES256' },
    resourceTags: [],
    imageTagMutability: 'IMMUTABLE',
    appliedFor: ['CREATE_ON_PUSH'],
    createdAt: new Date(Date.UTC(2026, 0, 1)),
    updatedAt: new Date(Date.UTC(2026, 0, 1)),
  });
  await expect(create('team')).rejects.toMatchObject({ name: 'TemplateAlreadyExistsException' });
  await it.cloud.clock.advance(1000);
  const changed = await it.ecr.send(
    new sdk.UpdateRepositoryCreationTemplateCommand({ prefix: 'team', repositoryPolicy: policyText }),
  );
  expect(changed.repositoryCreationTemplate).toMatchObject({
    description: 'ours',
    imageTagMutability: 'IMMUTABLE',
    repositoryPolicy: policyText,
    updatedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, 1)),
  });
  await create('other');
  expect((await describeAll()).map(({ prefix }) => prefix)).toEqual(['other', 'team']);
  expect((await describeAll({ prefixes: ['team'] })).map(({ prefix }) => prefix)).toEqual(['team']);
  await it.ecr.send(new sdk.DeleteRepositoryCreationTemplateCommand({ prefix: 'team' }));
  await expect(it.ecr.send(new sdk.DeleteRepositoryCreationTemplateCommand({ prefix: 'team' }))).rejects.toMatchObject({
    name: 'TemplateNotFoundException',
  });
});

test.each([
  ['a prefix in capitals', 'Team', {}],
  ['a use that there is not', 'team', { appliedFor: ['PULL'] as never }],
  ['a repository policy that is none', 'team', { repositoryPolicy: '{}' }],
  ['a lifecycle policy that is none', 'team', { lifecyclePolicy: '{}' }],
  ['tags without a role', 'team', { resourceTags: [{ Key: 'a', Value: 'b' }] }],
])('%s is refused', async (_, prefix, more) => {
  await expect(create(prefix, more)).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

describe('a push to a repository that is not there', () => {
  const start = (name: string, headers: Record<string, string> = {}) =>
    it.ask(`${name}/blobs/uploads/`, { method: 'POST', headers });

  test('fails where no template is for it', async () => {
    await create('team', { appliedFor: ['REPLICATION'] });
    await create('other');
    for (const name of ['team/app', 'others/app', 'other'])
      expect(await codeOf(await start(name))).toEqual([404, 'NAME_UNKNOWN']);
    expect((await it.ecr.send(new sdk.DescribeRepositoriesCommand({}))).repositories).toEqual([]);
  });

  test('makes it, as the template of the longest prefix says', async () => {
    const customRoleArn = `arn:aws:iam::${registryId}:role/ecr`;
    await create('ROOT');
    await create('team', { imageTagMutability: 'MUTABLE' });
    const settings = {
      imageTagMutability: 'IMMUTABLE' as const,
      resourceTags: [{ Key: 'a', Value: 'b' }],
      customRoleArn,
    };
    await create('team/web', { ...settings, repositoryPolicy: policyText });
    const built = image();
    expect((await it.push('team/web/app', 'v1', built)).status).toBe(201);
    expect((await it.push('solo', 'v1', built)).status).toBe(201);
    const { repositories = [] } = await it.ecr.send(new sdk.DescribeRepositoriesCommand({}));
    expect(repositories.map((each) => [each.repositoryName, each.imageTagMutability])).toEqual([
      ['solo', 'MUTABLE'],
      ['team/web/app', 'IMMUTABLE'],
    ]);
    const resourceArn = repositories[1]?.repositoryArn;
    expect((await it.ecr.send(new sdk.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(
      settings.resourceTags,
    );
    const policy = await it.ecr.send(new sdk.GetRepositoryPolicyCommand({ repositoryName: 'team/web/app' }));
    expect(policy.policyText).toBe(policyText);
  });

  test('is not begun by a look, nor by ECR’s API, and needs the permission to create one', async () => {
    await create('ROOT');
    const headers = { accept: everything };
    expect(await codeOf(await it.ask('app/manifests/v1', { headers }))).toEqual([404, 'NAME_UNKNOWN']);
    const imageManifest = image().bytes.toString('utf8');
    await expect(it.ecr.send(new sdk.PutImageCommand({ repositoryName: 'app', imageManifest }))).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
    });
    const Action = ['ecr:GetAuthorizationToken', 'ecr:InitiateLayerUpload'];
    const policy = { Statement: { Effect: 'Allow' as const, Action, Resource: '*' } };
    await it.cloud.control.registerCredential({ accessKeyId: 'AKIALIMITED', policy });
    const authorization = await tokenOf(clientOf(it.cloud, 'AKIALIMITED'));
    expect(await codeOf(await start('app', { authorization }))).toEqual([403, 'DENIED']);
  });
});
