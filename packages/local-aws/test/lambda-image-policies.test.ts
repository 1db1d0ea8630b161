import { pushImage } from '@actions-aws/testing/images';
import {
  DeleteRepositoryPolicyCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { account, arn, lambdaOn, refusal, region, role } from './lambda-cloud.ts';

const other = '210987654321';
let cloud: LocalAws;
let lambda: ReturnType<typeof lambdaOn>;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  lambda = lambdaOn(cloud);
});
afterAll(() => cloud.stop());

/** ECR of an account. */
function ecrOf(accessKeyId: string): ECRClient {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  return new ECRClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
}

const create = (FunctionName: string, ImageUri: string, as = lambda) =>
  as.send('CreateFunction', { FunctionName, Role: role, PackageType: 'Image', Code: { ImageUri } });

const policyOf = async (repositoryName: string, owner = account) =>
  JSON.parse((await ecrOf(owner).send(new GetRepositoryPolicyCommand({ repositoryName }))).policyText ?? '');

const setPolicy = (repositoryName: string, Statement: readonly object[], owner = account) =>
  ecrOf(owner).send(
    new SetRepositoryPolicyCommand({
      repositoryName,
      policyText: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );

const Action = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const forLambda = {
  Sid: 'LambdaECRImageRetrievalPolicy',
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action,
};
const denied =
  'AccessDeniedException 403: Lambda does not have permission to access the ECR image. Check the ECR permissions.';

/** Lambda as a caller who may do all but these actions of ECR. */
async function without(...actions: readonly string[]) {
  const Statement = [
    { Effect: 'Allow' as const, Action: '*', Resource: '*' },
    { Effect: 'Deny' as const, Action: actions, Resource: '*' },
  ];
  await cloud.control.registerCredential({ accessKeyId: 'AKIALIMITED', policy: { Statement } });
  return lambdaOn(cloud, 'AKIALIMITED');
}

describe('in one account', () => {
  it('Lambda lets itself into the repository, if its caller may', async () => {
    const { uri } = await pushImage(cloud, 'own:v1');
    for (const action of ['ecr:GetRepositoryPolicy', 'ecr:SetRepositoryPolicy'])
      expect(await refusal(create('own', uri, await without(action)))).toBe(denied);
    await create('own', uri);
    expect((await policyOf('own')).Statement).toMatchObject([{ Sid: forLambda.Sid, Principal: forLambda.Principal }]);
    await create('again', uri, await without('ecr:GetRepositoryPolicy', 'ecr:SetRepositoryPolicy'));
  });

  it('a policy that is there has to name Lambda, and the function', async () => {
    const { uri } = await pushImage(cloud, 'narrow:v1');
    const caller = await without('ecr:SetRepositoryPolicy');
    const only = (pattern: string) => ({ ...forLambda, Condition: { ArnLike: { 'aws:sourceArn': pattern } } });
    await setPolicy('narrow', [only(arn('orders-*'))]);
    expect(await refusal(create('payments', uri, caller))).toBe(denied);
    await create('orders-api', uri, caller);
  });

  it('who takes the permission away takes the function down, at the next fetch or update', async () => {
    const { uri } = await pushImage(cloud, 'taken:v1');
    await create('taken', uri);
    await lambda.advance(2_000);
    await ecrOf(account).send(new DeleteRepositoryPolicyCommand({ repositoryName: 'taken' }));
    await lambda.send('UpdateFunctionConfiguration', { FunctionName: 'taken', Timeout: 9 });
    await lambda.advance(1_500);
    const state = () => lambda.send('GetFunctionConfiguration', { FunctionName: 'taken' });
    expect(await state()).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'Failed',
      LastUpdateStatusReasonCode: 'ImageAccessDenied',
      LastUpdateStatusReason: 'The function does not have permission to access the specified image.',
    });
    await lambda.advance(24 * 3_600_000);
    expect(await state()).toMatchObject({ State: 'Inactive', StateReasonCode: 'ImageAccessDenied' });
    expect(await refusal(lambda.invoke('taken'))).toContain('CodeArtifactUserFailedException 409');
    await lambda.send('UpdateFunctionCode', { FunctionName: 'taken', ImageUri: uri });
    await lambda.advance(1_500);
    expect(await state()).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
  });
});

test('across accounts the repository lets in both the account and Lambda, and Lambda does not let itself in', async () => {
  const { uri } = await pushImage(cloud, 'shared:v1', {}, { accessKeyId: other });
  const forAccount = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action };
  const forFunctions = { ...forLambda, Condition: { ArnLike: { 'aws:sourceArn': arn('*') } } };
  expect(await refusal(create('shared', uri))).toBe(denied);
  for (const [index, statements] of [[forAccount], [forFunctions], [forAccount, forFunctions]].entries()) {
    await setPolicy('shared', statements, other);
    const attempt = create('shared', uri);
    if (index < 2) expect(await refusal(attempt)).toBe(denied);
    else await attempt;
  }
  expect((await policyOf('shared', other)).Statement).toHaveLength(2);
});
