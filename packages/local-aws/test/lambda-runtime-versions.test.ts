import { arn, lambdaCloud, refusal, region, someImage } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

const pinned = `arn:aws:lambda:${region}::runtime:${'a1'.repeat(32)}`;
const set = (input: object) =>
  cloud.send('PutRuntimeManagementConfig', { FunctionName: 'shop', UpdateRuntimeOn: 'Auto', ...input });
const get = (input: object = {}) => cloud.send('GetRuntimeManagementConfig', { FunctionName: 'shop', ...input });
const versionOf = async (FunctionName: string) =>
  (await cloud.send('GetFunctionConfiguration', { FunctionName })).RuntimeVersionConfig?.RuntimeVersionArn;

beforeAll(() => cloud.create('shop'));

describe('the version of a runtime', () => {
  it('is updated by Lambda, unless a function is pinned', async () => {
    expect(await get()).toMatchObject({ UpdateRuntimeOn: 'Auto', FunctionArn: arn('shop') });
    const before = await versionOf('shop');
    await cloud.control('rollOutRuntime', { runtime: 'nodejs22.x' });
    const after = await versionOf('shop');
    expect(after).not.toBe(before);
    expect(await set({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn: pinned })).toMatchObject({
      UpdateRuntimeOn: 'Manual',
      RuntimeVersionArn: pinned,
      FunctionArn: arn('shop'),
    });
    expect(await get()).toMatchObject({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn: pinned });
    await cloud.control('rollOutRuntime', { runtime: 'nodejs22.x' });
    expect(await versionOf('shop')).toBe(pinned);
  });

  it('goes into what is published, and can be changed there alone', async () => {
    const version = await cloud.publish('shop');
    expect(await get({ Qualifier: version })).toMatchObject({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn: pinned });
    expect(await versionOf(`shop:${version}`)).toBe(pinned);
    await set({ Qualifier: version });
    expect((await get({ Qualifier: version })).RuntimeVersionArn).toBeUndefined();
    expect(await versionOf(`shop:${version}`)).not.toBe(pinned);
    expect(await versionOf('shop')).toBe(pinned);
  });

  it('waits for the next update of the function where that is what was chosen', async () => {
    await set({ UpdateRuntimeOn: 'FunctionUpdate' });
    const before = await versionOf('shop');
    await cloud.control('rollOutRuntime', { runtime: 'nodejs22.x' });
    expect(await versionOf('shop')).toBe(before);
    await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'shop', Timeout: 5 });
    await cloud.advance(1_500);
    expect(await versionOf('shop')).not.toBe(before);
  });

  it('is refused without an ARN where one is needed, with one where none is, and on an alias', async () => {
    expect(await refusal(set({ UpdateRuntimeOn: 'Manual' }))).toContain('InvalidParameterValueException 400');
    expect(await refusal(set({ RuntimeVersionArn: pinned }))).toContain('InvalidParameterValueException 400');
    expect(await refusal(set({ UpdateRuntimeOn: 'Sometimes' }))).toContain("at 'updateRuntimeOn'");
    expect(await refusal(set({ UpdateRuntimeOn: 'Manual', RuntimeVersionArn: 'nodejs' }))).toContain(
      "at 'runtimeVersionArn'",
    );
    await cloud.send('CreateAlias', { FunctionName: 'shop', Name: 'live', FunctionVersion: '1' });
    expect(await refusal(set({ Qualifier: 'live' }))).toContain('InvalidParameterValueException 400');
    expect(await refusal(set({ Qualifier: '99' }))).toContain('ResourceNotFoundException 404');
    cloud.images.set('shop/app:v1', someImage);
    await cloud.create('image', {
      Runtime: undefined,
      Handler: undefined,
      PackageType: 'Image',
      Code: { ImageUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app:v1' },
    });
    expect(await refusal(set({ FunctionName: 'image' }))).toContain('InvalidParameterValueException 400');
  });
});
