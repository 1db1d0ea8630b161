import type * as sdk from '@aws-sdk/client-lambda';
import { account, lambdaCloud, refusal, region, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

const arnOf = (name: string, at = region) => `arn:aws:lambda:${at}:${account}:layer:${name}`;
const archive = zip({ 'python/tools.py': 'x = 1' });

const publish = (LayerName: string, input: Partial<sdk.PublishLayerVersionRequest> = {}) =>
  cloud.send('PublishLayerVersion', { LayerName, Content: { ZipFile: archive }, ...input });

const configure = (Layers: readonly string[], FunctionName = 'user') =>
  cloud.send('UpdateFunctionConfiguration', { FunctionName, Layers: [...Layers] });

const invalid = (message: string) => `InvalidParameterValueException 400: ${message}`;

describe('a layer', () => {
  it('has versions, each with its archive', async () => {
    const described = { Description: 'tools', LicenseInfo: 'MIT', CompatibleRuntimes: ['python3.13' as const] };
    const first = await publish('tools', described);
    expect(first).toMatchObject({
      ...described,
      LayerArn: arnOf('tools'),
      LayerVersionArn: `${arnOf('tools')}:1`,
      Version: 1,
      Content: { CodeSize: archive.length },
    });
    expect(first.CompatibleArchitectures).toBeUndefined();
    const second = await publish(arnOf('tools'));
    expect(second.LayerVersionArn).toBe(`${arnOf('tools')}:2`);
    const got = await cloud.send('GetLayerVersion', { LayerName: 'tools', VersionNumber: 1 });
    expect(got).toMatchObject(described);
    expect(await cloud.send('GetLayerVersionByArn', { Arn: `${arnOf('tools')}:1` })).toMatchObject(described);
    const bytes = await (await fetch(got.Content?.Location ?? '')).arrayBuffer();
    expect(Buffer.from(bytes).equals(archive)).toBe(true);
    await publish('other');
    const { LayerVersions } = await cloud.send('ListLayerVersions', { LayerName: 'tools' });
    expect(LayerVersions?.map(({ Version }) => Version)).toEqual([2, 1]);
    const page = await cloud.send('ListLayerVersions', { LayerName: 'tools', MaxItems: 1 });
    const rest = await cloud.send('ListLayerVersions', { LayerName: 'tools', Marker: page.NextMarker });
    expect([page, rest].map((each) => each.LayerVersions?.map(({ Version }) => Version))).toEqual([[2], [1]]);
    const { Layers } = await cloud.send('ListLayers', { CompatibleRuntime: 'python3.13' });
    expect(Layers).toEqual([
      { LayerName: 'tools', LayerArn: arnOf('tools'), LatestMatchingVersion: expect.objectContaining({ Version: 1 }) },
    ]);
  });

  it('that is deleted stays with the functions that have it, and its number is not given again', async () => {
    await publish('mortal');
    await cloud.create('keeper', { Layers: [`${arnOf('mortal')}:1`] });
    const remove = () => cloud.send('DeleteLayerVersion', { LayerName: 'mortal', VersionNumber: 1 });
    await remove();
    await remove();
    const { Layers } = await cloud.send('GetFunctionConfiguration', { FunctionName: 'keeper' });
    expect(Layers).toEqual([{ Arn: `${arnOf('mortal')}:1`, CodeSize: archive.length }]);
    expect(await refusal(cloud.send('GetLayerVersion', { LayerName: 'mortal', VersionNumber: 1 }))).toBe(
      'ResourceNotFoundException 404: The resource you requested does not exist.',
    );
    expect((await cloud.send('ListLayerVersions', { LayerName: 'mortal' })).LayerVersions).toEqual([]);
    expect((await publish('mortal')).Version).toBe(2);
  });

  it.each([
    ['another account', `arn:aws:lambda:${region}:210987654321:layer:tools`],
    ['another Region', arnOf('tools', 'us-east-1')],
  ])('of %s is neither published, listed nor deleted', async (_, LayerName) => {
    for (const call of [
      () => publish(LayerName),
      () => cloud.send('ListLayerVersions', { LayerName }),
      () => cloud.send('DeleteLayerVersion', { LayerName, VersionNumber: 1 }),
    ])
      expect(await refusal(call())).toContain('AccessDeniedException 403');
  });

  it('is refused where it is not readable, named wrongly, or more than there is room for', async () => {
    expect(await refusal(publish('bad', { Content: { ZipFile: Buffer.from('none') } }))).toContain('Could not unzip');
    expect(await refusal(publish('bad', { Content: {} }))).toContain('Please provide a source');
    expect(await refusal(publish('bad name'))).toContain("at 'layerName'");
    const list = cloud.send('ListLayers', { CompatibleRuntime: 'cobol' as never });
    expect(await refusal(list)).toContain("Value 'cobol' at 'compatibleRuntime'");
    expect(await refusal(cloud.send('GetLayerVersion', { LayerName: 'tools', VersionNumber: 0 }))).toBe(
      invalid('Layer Version Cannot be less than 1'),
    );
    const { AccountLimit, AccountUsage } = await cloud.send('GetAccountSettings', {});
    await cloud.control('limits', { totalCodeSize: AccountUsage?.TotalCodeSize });
    expect(await refusal(publish('bad'))).toContain('CodeStorageExceededException 400');
    await cloud.control('limits', { totalCodeSize: AccountLimit?.TotalCodeSize });
  });
});

describe('layers of a function', () => {
  beforeAll(async () => {
    await cloud.create('user');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await publish(name);
    await publish('a');
  });

  const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${arnOf(name)}:1`);
  const same = (first: number, second: number) =>
    `Two different versions of the same layer are not allowed to be referenced in the same function. ${arnOf('a')}:${first} and ${arnOf('a')}:${second} are versions of the same layer.`;

  it.each([
    ['more than five', six, 'Cannot reference more than 5 layers.'],
    ['two versions of one', [`${arnOf('a')}:1`, `${arnOf('a')}:2`], same(1, 2)],
    ['one of them twice', [`${arnOf('a')}:1`, `${arnOf('a')}:1`], same(1, 1)],
    ['one that does not exist', [`${arnOf('a')}:9`], `Layer version ${arnOf('a')}:9 does not exist.`],
    [
      'one of another Region',
      [`${arnOf('a', 'us-east-1')}:1`],
      `Layers are not in the same region as the function. Layers are expected to be in region ${region}.`,
    ],
  ])('are not %s', async (_, layers, message) => {
    expect(await refusal(configure(layers))).toBe(invalid(message));
    expect(await refusal(cloud.create('refused', { Layers: [...layers] }))).toBe(invalid(message));
  });

  it('are set, and taken away by an empty list', async () => {
    expect((await configure(six.slice(0, 5))).Layers?.map(({ Arn }) => Arn)).toEqual(six.slice(0, 5));
    await cloud.advance(1_500);
    expect((await configure([])).Layers).toBeUndefined();
    await cloud.advance(1_500);
  });

  it('and its code may have 250 MB together', async () => {
    const arn = `arn:aws:lambda:${region}:210987654321:layer:large:3`;
    const message = (size: number) =>
      invalid(
        `Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is ${size} bytes.`,
      );
    await cloud.control('addLayer', { arn, codeSize: 262_144_000 - 10 });
    const code = (text: string) => ({ ZipFile: zip({ 'index.js': text }) });
    expect(await refusal(cloud.create('large', { Code: code('x'.repeat(11)), Layers: [arn] }))).toBe(
      message(262_144_001),
    );
    await cloud.create('large', { Code: code('x'.repeat(10)), Layers: [arn] });
    const update = (text: string) => cloud.send('UpdateFunctionCode', { FunctionName: 'large', ...code(text) });
    expect(await refusal(update('x'.repeat(12)))).toBe(message(262_144_002));
    await configure([], 'large');
    await cloud.advance(1_500);
    await update('x'.repeat(12));
    await cloud.advance(1_500);
    expect(await refusal(configure([arn], 'large'))).toBe(message(262_144_002));
  });
});
