import * as sdk from '@aws-sdk/client-ecr';
import { clientOf, type EcrCloud, ecrCloud, image } from './ecr-cloud.ts';

const account = '123456789012';
let it: EcrCloud;
beforeEach(async () => {
  it = await ecrCloud();
});
afterEach(() => it.cloud.stop());

const create = (more: Partial<sdk.CreateRepositoryCommandInput> = {}) =>
  it.ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'team/app', ...more }));

test('a repository is made once, described by all that it is, and gone when deleted', async () => {
  const { repository } = await create({ imageTagMutability: 'IMMUTABLE' });
  expect(repository).toEqual({
    repositoryArn: `arn:aws:ecr:eu-west-1:${account}:repository/team/app`,
    registryId: account,
    repositoryName: 'team/app',
    repositoryUri: `${new URL(it.cloud.endpoint).host}/team/app`,
    createdAt: new Date(Date.UTC(2026, 0, 1)),
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: 'AES256' },
  });
  await expect(create()).rejects.toMatchObject({
    name: 'RepositoryAlreadyExistsException',
    message: `The repository with name 'team/app' already exists in the registry with id '${account}'`,
  });
  const described = await it.ecr.send(new sdk.DescribeRepositoriesCommand({ repositoryNames: ['team/app'] }));
  expect(described.repositories).toEqual([repository]);
  await it.ecr.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'team/app' }));
  const again = it.ecr.send(new sdk.DescribeRepositoriesCommand({ repositoryNames: ['team/app'] }));
  await expect(again).rejects.toMatchObject({
    name: 'RepositoryNotFoundException',
    message: `The repository with name 'team/app' does not exist in the registry with id '${account}'`,
  });
});

test('one that holds images is only deleted by force', async () => {
  await create();
  await it.push('team/app', 'v1', image());
  await expect(it.ecr.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'team/app' }))).rejects.toMatchObject({
    name: 'RepositoryNotEmptyException',
    message: `The repository with name 'team/app' in registry with id '${account}' cannot be deleted because it still contains images`,
  });
  await it.ecr.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'team/app', force: true }));
});

test('repositories come in pages', async () => {
  for (const repositoryName of ['one', 'two', 'three']) await create({ repositoryName });
  const first = await it.ecr.send(new sdk.DescribeRepositoriesCommand({ maxResults: 2 }));
  const second = await it.ecr.send(new sdk.DescribeRepositoriesCommand({ maxResults: 2, nextToken: first.nextToken }));
  const names = [first, second].flatMap(({ repositories = [] }) => repositories.map((each) => each.repositoryName));
  expect(names.sort()).toEqual(['one', 'three', 'two']);
  expect(second.nextToken).toBeUndefined();
  const made = it.ecr.send(new sdk.DescribeRepositoriesCommand({ nextToken: 'made up' }));
  await expect(made).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test.each([
  [
    'a name in capitals',
    { repositoryName: 'App' },
    /^Invalid parameter at 'repositoryName' failed to satisfy constraint: 'Member must satisfy regular expression pattern/,
  ],
  [
    'a mutability that there is not',
    { imageTagMutability: 'SOMETIMES' as 'MUTABLE' },
    /'Member must satisfy enum value set: \[MUTABLE, IMMUTABLE, /,
  ],
  [
    'filters without a mode that has them',
    {
      imageTagMutability: 'IMMUTABLE',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest' }],
    },
    /imageTagMutabilityExclusionFilters/,
  ],
  [
    'a mode with filters, without them',
    { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' },
    /imageTagMutabilityExclusionFilters/,
  ],
  [
    'six filters',
    {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: Array(6).fill({ filterType: 'WILDCARD', filter: 'a' }),
    },
    /Member must have length less than or equal to 5/,
  ],
  [
    'a filter of three wildcards',
    {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'a*b*c*' }],
    },
    /at most 2 wildcards/,
  ],
  [
    'a filter with a slash',
    {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'a/b' }],
    },
    /regular expression/,
  ],
] as const)('%s is refused', async (_, input, message) => {
  await expect(create(input as Partial<sdk.CreateRepositoryCommandInput>)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    $metadata: { httpStatusCode: 400 },
    message: expect.stringMatching(message),
  });
});

test('mutability is put anew, with its exclusions', async () => {
  await create();
  const imageTagMutabilityExclusionFilters = [{ filterType: 'WILDCARD' as const, filter: 'latest' }];
  const put = { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const, imageTagMutabilityExclusionFilters };
  const answer = await it.ecr.send(new sdk.PutImageTagMutabilityCommand({ repositoryName: 'team/app', ...put }));
  expect(answer).toMatchObject({ registryId: account, repositoryName: 'team/app', ...put });
  const { repositories } = await it.ecr.send(new sdk.DescribeRepositoriesCommand({}));
  expect(repositories).toMatchObject([put]);
});

test('a repository has tags of its own, up to fifty', async () => {
  const { repository } = await create({ tags: [{ Key: 'team', Value: 'web' }] });
  const resourceArn = repository?.repositoryArn;
  await it.ecr.send(new sdk.TagResourceCommand({ resourceArn, tags: [{ Key: 'stage', Value: 'test' }] }));
  await it.ecr.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));
  const { tags } = await it.ecr.send(new sdk.ListTagsForResourceCommand({ resourceArn }));
  expect(tags).toEqual([{ Key: 'stage', Value: 'test' }]);
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  await expect(it.ecr.send(new sdk.TagResourceCommand({ resourceArn, tags: many }))).rejects.toMatchObject({
    name: 'TooManyTagsException',
  });
});

test('the registry of another account is closed, and what is made in a Region stays there', async () => {
  await create();
  const other = it.ecr.send(new sdk.DescribeRepositoriesCommand({ registryId: '999999999999' }));
  await expect(other).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('because no resource-based policy allows the ecr:DescribeRepositories action'),
  });
  const elsewhere = new sdk.ECRClient({
    endpoint: it.cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAECR', secretAccessKey: 'secret' },
  });
  expect((await elsewhere.send(new sdk.DescribeRepositoriesCommand({}))).repositories).toEqual([]);
});

test('each call needs its permission, on its repository', async () => {
  await create();
  const policy = {
    Statement: {
      Effect: 'Allow' as const,
      Action: 'ecr:DescribeRepositories',
      Resource: `arn:aws:ecr:*:${account}:repository/team/app`,
    },
  };
  await it.cloud.control.registerCredential({ accessKeyId: 'AKIALIMITED', policy });
  const limited = clientOf(it.cloud, 'AKIALIMITED');
  await limited.send(new sdk.DescribeRepositoriesCommand({ repositoryNames: ['team/app'] }));
  await expect(limited.send(new sdk.DescribeRepositoriesCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(
      `ecr:DescribeRepositories on resource: arn:aws:ecr:eu-west-1:${account}:repository/*`,
    ),
  });
  await expect(limited.send(new sdk.GetAuthorizationTokenCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('is not authorized to perform: ecr:GetAuthorizationToken because'),
  });
});

test('a required member that is missing is called invalid', async () => {
  const nameless = it.ecr.send(new sdk.DescribeImagesCommand({} as { repositoryName: string }));
  await expect(nameless).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('repositoryName'),
  });
});

test('settings of the account have their values, and no others', async () => {
  const get = () => it.ecr.send(new sdk.GetAccountSettingCommand({ name: 'BLOB_MOUNTING' }));
  expect((await get()).value).toBe('DISABLED');
  await it.ecr.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'ENABLED' }));
  expect((await get()).value).toBe('ENABLED');
  const odd = it.ecr.send(new sdk.PutAccountSettingCommand({ name: 'BLOB_MOUNTING', value: 'maybe' }));
  await expect(odd).rejects.toMatchObject({ name: 'ValidationException' });
});
