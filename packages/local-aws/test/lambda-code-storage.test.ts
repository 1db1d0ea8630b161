import { lambdaCloud, refusal, region, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

const SourceKMSKeyArn = `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const object = { S3Bucket: 'artifacts', S3Key: 'app.zip', S3ObjectVersion: 'v1' };
const codeOf = async (FunctionName: string) => (await cloud.send('GetFunction', { FunctionName })).Code;
const settled = () => cloud.advance(1_500);

beforeAll(() => {
  const bytes = zip({ 'index.js': '' });
  cloud.objects.set('artifacts/app.zip', bytes);
  cloud.objects.set('artifacts/app.zip/v1', bytes);
});

describe('the key that a package is encrypted with', () => {
  it('is shown with the code alone, stays with published versions, and is gone with an update that does not name it', async () => {
    const created = await cloud.create('sealed', { Code: { ZipFile: zip({ 'index.js': '' }), SourceKMSKeyArn } });
    expect(created).not.toHaveProperty('SourceKMSKeyArn');
    expect(await codeOf('sealed')).toMatchObject({ RepositoryType: 'S3', SourceKMSKeyArn });
    const version = await cloud.publish('sealed');
    await cloud.update('sealed', { 'index.js': '1' });
    expect(await codeOf('sealed')).not.toHaveProperty('SourceKMSKeyArn');
    expect(await codeOf(`sealed:${version}`)).toMatchObject({ SourceKMSKeyArn });
    const again = { FunctionName: 'sealed', ZipFile: zip({ 'index.js': '2' }), SourceKMSKeyArn };
    await cloud.send('UpdateFunctionCode', again);
    await settled();
    expect(await codeOf('sealed')).toMatchObject({ SourceKMSKeyArn });
    await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'sealed', Timeout: 9 });
    await settled();
    expect(await codeOf('sealed')).toMatchObject({ SourceKMSKeyArn });
  });

  it('keeps the package from those who may not decrypt with it', async () => {
    await cloud.cloud.control.registerCredential({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      policy: { Statement: { Effect: 'Allow', Action: 'lambda:*', Resource: '*' } },
    });
    const { Location, ...code } = (await codeOf('sealed')) ?? {};
    expect(Location).toBeUndefined();
    expect(code).toMatchObject({ SourceKMSKeyArn, Error: { ErrorCode: 'AccessDeniedException' } });
    const update = cloud.send('UpdateFunctionCode', {
      FunctionName: 'sealed',
      ZipFile: zip({ 'index.js': '3' }),
      SourceKMSKeyArn,
    });
    expect(await refusal(update)).toContain('AccessDeniedException 403');
    await cloud.cloud.control.registerCredential({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
  });

  it('is refused where it is no ARN, and for an image', async () => {
    const ZipFile = zip({ 'index.js': '' });
    expect(await refusal(cloud.create('bad', { Code: { ZipFile, SourceKMSKeyArn: 'key' } }))).toContain(
      "Value 'key' at 'code.sourceKMSKeyArn' failed to satisfy constraint",
    );
    const ImageUri = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app:v1';
    expect(await refusal(cloud.create('bad', { PackageType: 'Image', Code: { ImageUri, SourceKMSKeyArn } }))).toContain(
      'InvalidParameterValueException 400',
    );
  });
});

describe('code that stays in the bucket', () => {
  const used = async () => (await cloud.send('GetAccountSettings', {})).AccountUsage?.TotalCodeSize ?? 0;

  it('is shown as the object, counts no storage, and is copied by an update that does not say REFERENCE', async () => {
    const before = await used();
    await cloud.create('kept', { Code: { ...object, S3ObjectStorageMode: 'REFERENCE' } });
    expect(await codeOf('kept')).toEqual({ RepositoryType: 'S3', ResolvedS3Object: object });
    const version = await cloud.publish('kept');
    expect(await used()).toBe(before);
    await cloud.send('UpdateFunctionCode', { FunctionName: 'kept', ...object });
    await settled();
    const code = await codeOf('kept');
    expect(code?.ResolvedS3Object).toBeUndefined();
    expect(code?.Location).toContain('/_local-aws/lambda/code/');
    expect(await used()).toBeGreaterThan(before);
    expect(await codeOf(`kept:${version}`)).toMatchObject({ ResolvedS3Object: object });
    await cloud.send('UpdateFunctionCode', { FunctionName: 'kept', ...object, S3ObjectStorageMode: 'REFERENCE' });
    await settled();
    expect(await used()).toBe(before);
  });

  it('needs the version of an object, and takes no archive in the request', async () => {
    const update = (input: object) =>
      cloud.send('UpdateFunctionCode', { FunctionName: 'kept', S3ObjectStorageMode: 'REFERENCE', ...input });
    expect(await refusal(update({ S3Bucket: 'artifacts', S3Key: 'app.zip' }))).toContain(
      'InvalidParameterValueException 400: S3ObjectVersion',
    );
    expect(await refusal(update({ ZipFile: zip({ 'index.js': '' }) }))).toContain('InvalidParameterValueException 400');
    expect(await refusal(update({ ...object, S3ObjectStorageMode: 'MOVE' }))).toContain("at 's3ObjectStorageMode'");
  });
});

describe('the quotas of today', () => {
  it('are 300 GB of code and 1,800 s for an invocation', async () => {
    const { AccountLimit } = await cloud.send('GetAccountSettings', {});
    expect(AccountLimit?.TotalCodeSize).toBe(322_122_547_200);
    expect(await cloud.create('patient', { Timeout: 1_800 })).toMatchObject({ Timeout: 1_800 });
    expect(await refusal(cloud.create('endless', { Timeout: 1_801 }))).toContain('less than or equal to 1800');
  });
});
