import { arn, echo, lambdaCloud, refusal, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

describe('publishing a version', () => {
  it('freezes code and configuration, is Pending for as long as the pace says, and revises $LATEST', async () => {
    await cloud.control('pace', { publish: 1_000 });
    await cloud.create('shop', { Environment: { Variables: { COLOUR: 'red' } }, Description: 'the shop' });
    const before = await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop' });
    const published = await cloud.send('PublishVersion', {
      FunctionName: 'shop',
      RevisionId: before.RevisionId,
      CodeSha256: before.CodeSha256,
      Description: 'first',
    });
    expect(published).toMatchObject({
      Version: '1',
      FunctionArn: `${arn('shop')}:1`,
      State: 'Pending',
      Description: 'first',
      CodeSha256: before.CodeSha256,
    });
    expect((await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop' })).RevisionId).not.toBe(
      before.RevisionId,
    );
    expect(await refusal(cloud.invoke('shop:1'))).toContain('currently in the following state: Pending');

    await cloud.advance(1_000);
    await cloud.control('pace', { publish: 0 });
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop:1' })).toMatchObject({ State: 'Active' });
    await cloud.send('UpdateFunctionConfiguration', {
      FunctionName: 'shop',
      Environment: { Variables: { COLOUR: 'blue' } },
    });
    await cloud.advance(1_500);
    await cloud.update('shop', { 'index.js': echo('two') });
    expect((await cloud.invoke('shop:1')).payload).toMatchObject({ tag: 'one', version: '1' });
    expect((await cloud.invoke('shop')).payload).toMatchObject({ tag: 'two', version: '$LATEST' });
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop:1' })).toMatchObject({
      Environment: { Variables: { COLOUR: 'red' } },
      Description: 'first',
    });
  });

  it('answers the version that exists while nothing was updated since, with its own description', async () => {
    const two = await cloud.publish('shop', { Description: 'second' });
    expect(await cloud.send('PublishVersion', { FunctionName: 'shop', Description: 'again' })).toMatchObject({
      Version: two,
      Description: 'second',
    });
  });

  it('makes a new version after any update call, even of identical code', async () => {
    await cloud.create('same');
    const files = { 'index.js': echo('one') };
    const one = await cloud.publish('same');
    await cloud.update('same', files);
    const two = await cloud.publish('same');
    expect([one, two]).toEqual(['1', '2']);
    await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'same' });
    await cloud.advance(1_500);
    expect(await cloud.publish('same')).toBe('3');
    await cloud.send('UpdateFunctionCode', { FunctionName: 'same', ZipFile: zip(files), DryRun: true });
    expect(await cloud.publish('same')).toBe('3');
  });

  it('is refused when the code is not what was expected', async () => {
    const { CodeSha256 } = await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop' });
    expect(await refusal(cloud.send('PublishVersion', { FunctionName: 'shop', CodeSha256: 'other' }))).toBe(
      `InvalidParameterValueException 400: CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  });

  it('can end in Failed', async () => {
    await cloud.create('brittle');
    await cloud.control('failNext', {
      functionName: 'brittle',
      step: 'publish',
      code: 'FunctionError.InitTimeout',
      reason: 'Too slow.',
    });
    const version = await cloud.publish('brittle');
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: `brittle:${version}` })).toMatchObject({
      State: 'Failed',
      StateReasonCode: 'FunctionError.InitTimeout',
      StateReason: 'Too slow.',
    });
    expect(
      await refusal(cloud.send('CreateAlias', { FunctionName: 'brittle', Name: 'live', FunctionVersion: version })),
    ).toContain('ResourceConflictException 409');
  });

  it('is Active in the answer, as AWS has it for ordinary functions', async () => {
    await cloud.create('swift');
    expect(await cloud.send('PublishVersion', { FunctionName: 'swift' })).toMatchObject({
      Version: '1',
      State: 'Active',
      LastUpdateStatus: 'Successful',
    });
  });

  it('is Pending with SnapStart, until the snapshot is taken', async () => {
    await cloud.create('frozen', { Runtime: 'java21', SnapStart: { ApplyOn: 'PublishedVersions' } });
    expect(await cloud.send('PublishVersion', { FunctionName: 'frozen' })).toMatchObject({ State: 'Pending' });
    await cloud.advance(60_000);
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: 'frozen:1' })).toMatchObject({
      State: 'Active',
    });
  });
});

describe('listing versions', () => {
  it('pages in numerical order, and goes on where it was when versions are deleted in between', async () => {
    await cloud.create('many', { Publish: true });
    for (let count = 2; count <= 12; count++) {
      await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'many', Timeout: count });
      await cloud.advance(1_500);
      await cloud.publish('many');
    }
    const first = await cloud.send('ListVersionsByFunction', { FunctionName: 'many', MaxItems: 4 });
    expect(first.Versions?.map((one) => one.Version)).toEqual(['$LATEST', '1', '2', '3']);
    await cloud.send('DeleteFunction', { FunctionName: 'many', Qualifier: '3' });
    const rest = await cloud.send('ListVersionsByFunction', { FunctionName: 'many', Marker: first.NextMarker });
    expect(rest.Versions?.map((one) => one.Version)).toEqual(['4', '5', '6', '7', '8', '9', '10', '11', '12']);
    expect(rest.NextMarker).toBeUndefined();
  });
});

describe('a version that is idle for 14 days', () => {
  it('is Inactive, fails the first invocation, and then comes back', async () => {
    await cloud.create('sleepy');
    const version = await cloud.publish('sleepy');
    await cloud.invoke(`sleepy:${version}`);
    await cloud.advance(14 * 24 * 60 * 60 * 1_000);
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: `sleepy:${version}` })).toMatchObject({
      State: 'Inactive',
      StateReasonCode: 'Idle',
    });
    expect(await refusal(cloud.invoke(`sleepy:${version}`))).toBe(
      'CodeArtifactUserPendingException 409: INFO: Lambda is initializing your function. It will be ready to invoke shortly.',
    );
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: `sleepy:${version}` })).toMatchObject({
      State: 'Pending',
      StateReasonCode: 'Restoring',
    });
    await cloud.advance(3_000);
    expect((await cloud.invoke(`sleepy:${version}`)).payload.version).toBe(version);
  });

  it('stays Inactive when it cannot be restored', async () => {
    await cloud.control('failNext', {
      functionName: 'sleepy',
      step: 'restore',
      code: 'InternalError',
      reason: 'No luck.',
    });
    await cloud.control('deactivate', { functionName: 'sleepy:1' });
    await refusal(cloud.invoke('sleepy:1'));
    await cloud.advance(3_000);
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: 'sleepy:1' })).toMatchObject({
      State: 'Inactive',
      StateReason: 'No luck.',
    });
  });
});

describe('an account whose code storage is full', () => {
  const full = 'CodeStorageExceededException 400: Code storage limit exceeded.';

  it('takes no more code, of a function or of a version, until some is deleted', async () => {
    await cloud.create('bulky', { Publish: true });
    const { AccountUsage } = await cloud.send('GetAccountSettings', {});
    const room = async (bytes: number) =>
      cloud.control('limits', { totalCodeSize: (AccountUsage?.TotalCodeSize ?? 0) + bytes });
    const ZipFile = zip({ 'index.js': echo('more') });
    await room(0);
    expect(await refusal(cloud.create('another'))).toBe(full);
    expect(await refusal(cloud.send('UpdateFunctionCode', { FunctionName: 'bulky', ZipFile }))).toBe(full);
    await room(ZipFile.length);
    await cloud.send('UpdateFunctionCode', { FunctionName: 'bulky', ZipFile });
    await cloud.advance(1_500);
    expect(await refusal(cloud.send('PublishVersion', { FunctionName: 'bulky' }))).toBe(full);
    await cloud.send('DeleteFunction', { FunctionName: 'bulky', Qualifier: '1' });
    expect(await cloud.send('PublishVersion', { FunctionName: 'bulky' })).toMatchObject({ Version: '2' });
  });
});
