import { createHash } from 'node:crypto';
import { arn, echo, lambdaCloud, refusal, region, role, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

describe('creating a function', () => {
  it('goes from Pending to Active on the clock, and then has another RevisionId', async () => {
    const code = zip({ 'index.js': echo('one') });
    const created = await cloud.send('CreateFunction', {
      FunctionName: 'fresh',
      Role: role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: code },
    });
    expect(created).toMatchObject({
      FunctionName: 'fresh',
      FunctionArn: arn('fresh'),
      Version: '$LATEST',
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      CodeSha256: createHash('sha256').update(code).digest('base64'),
      CodeSize: code.length,
      Timeout: 3,
      MemorySize: 128,
      LastModified: '2026-01-01T00:00:00.070+0000',
    });
    expect(created.LastUpdateStatus).toBeUndefined();

    await cloud.advance(2_000);
    const { Configuration } = await cloud.send('GetFunction', { FunctionName: 'fresh' });
    expect(Configuration).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect(Configuration?.StateReason).toBeUndefined();
    expect(Configuration?.RevisionId).not.toBe(created.RevisionId);
  });

  it('publishes a first version when asked, and answers it with the unqualified ARN', async () => {
    const created = await cloud.create('published', { Publish: true });
    expect(created).toMatchObject({ Version: '1', FunctionArn: arn('published'), State: 'Pending' });
    const versions = await cloud.send('ListVersionsByFunction', { FunctionName: 'published' });
    expect(versions.Versions?.map((version) => version.Version)).toEqual(['$LATEST', '1']);
    expect(versions.Versions?.[0]?.State).toBeUndefined();
    await expect(cloud.publish('published')).resolves.toBe('1');
  });

  it('ends in Failed with a reason when that was asked for', async () => {
    await cloud.control('failNext', {
      functionName: 'doomed',
      step: 'create',
      code: 'InvalidSubnet',
      reason: 'No such subnet.',
    });
    await cloud.create('doomed');
    const doomed = await cloud.send('GetFunctionConfiguration', { FunctionName: 'doomed' });
    expect(doomed).toMatchObject({ State: 'Failed', StateReasonCode: 'InvalidSubnet', StateReason: 'No such subnet.' });
    expect(await refusal(cloud.invoke('doomed'))).toBe(
      'ResourceConflictException 409: The operation cannot be performed at this time. The function is currently in the following state: Failed',
    );
  });

  it('is refused for a name that is taken, a broken zip, a missing source and values outside the model', async () => {
    const usual = { Role: role, Runtime: 'nodejs22.x', Handler: 'index.handler' } as const;
    const code = { ZipFile: zip({ 'index.js': '' }) };
    expect(await refusal(cloud.create('fresh'))).toBe('ResourceConflictException 409: Function already exist: fresh');
    expect(await refusal(cloud.create('bad', { ...usual, Code: { ZipFile: Buffer.from('not a zip') } }))).toBe(
      'InvalidParameterValueException 400: Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
    expect(await refusal(cloud.create('bad', { ...usual, Code: {} }))).toBe(
      'InvalidParameterValueException 400: Please provide a source for function code.',
    );
    expect(await refusal(cloud.create('bad', { Role: 'r1' }))).toBe(
      "ValidationException 400: 1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
    );
    expect(await refusal(cloud.create('bad', { Architectures: ['X86_64' as 'x86_64'] }))).toContain(
      "Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    );
    expect(await refusal(cloud.create('bad', { Runtime: 'nodejs14.x' }))).toBe(
      'InvalidParameterValueException 400: The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.',
    );
    expect(await refusal(cloud.create('n'.repeat(65)))).toContain(
      `InvalidParameterValueException 400: 1 validation error detected: Value '${'n'.repeat(65)}' at 'functionName'`,
    );
    expect(await refusal(cloud.create('bad', { Runtime: 'nodejs3.x' as 'nodejs22.x' }))).toContain(
      "InvalidParameterValueException 400: Value nodejs3.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs20.x, ",
    );
    expect(await refusal(cloud.create('bad', { Timeout: 1801, MemorySize: 64, Code: code }))).toBe(
      "ValidationException 400: 2 validation errors detected: Value '1801' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 1800; Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    );
    expect(await refusal(cloud.create('x'.repeat(65)))).toContain('Member must have length less than or equal to 64');
  });

  it('is refused with more than 4 KB of environment, with reserved names, and beyond the limits of zips', async () => {
    expect(await refusal(cloud.create('bad', { Environment: { Variables: { BIG: 'x'.repeat(4_096) } } }))).toContain(
      'because the environment variables you have provided exceeded the 4KB limit. String measured: {"BIG":"xxx',
    );
    expect(await refusal(cloud.create('bad', { Environment: { Variables: { AWS_REGION: 'here' } } }))).toContain(
      'Reserved keys used in this request: AWS_REGION',
    );
    expect(await refusal(cloud.create('bad', { Code: { ZipFile: new Uint8Array(52_428_801) } }))).toBe(
      'RequestEntityTooLargeException 413: Zipped size must be smaller than 52428800 bytes',
    );
    const huge = zip({ 'index.js': 'small' });
    const directory = Buffer.from(huge).indexOf('PK\x01\x02');
    new DataView(huge.buffer, huge.byteOffset).setUint32(directory + 24, 262_144_000, true);
    expect(await refusal(cloud.create('bad', { Code: { ZipFile: huge } }))).toBe(
      'InvalidParameterValueException 400: Unzipped size must be smaller than 262144000 bytes',
    );
  });

  it('refuses archives that are empty', async () => {
    for (const ZipFile of [new Uint8Array(), zip({})]) {
      expect(await refusal(cloud.create('bad', { Code: { ZipFile } }))).toBe(
        'InvalidParameterValueException 400: Uploaded file must be a non-empty zip',
      );
    }
  });

  it('refuses archives whose files would land outside of their folder, or cannot be written', async () => {
    const names = [
      ['../outside.js'],
      ['/absolute.js'],
      ['a/../../b.js'],
      ['a\0b'],
      ['a/.'],
      ['a'.repeat(256)],
      ['a', 'a/b'],
      ['a/b', './a'],
    ];
    for (const files of names) {
      const ZipFile = zip(Object.fromEntries(files.map((name) => [name, ''])));
      expect(await refusal(cloud.create('bad', { Code: { ZipFile } }))).toContain('Could not unzip uploaded file.');
    }
  });

  it('takes code from S3, and says so when it is not there', async () => {
    cloud.objects.set('artifacts/app.zip', zip({ 'index.js': echo('from S3') }));
    await cloud.create('from-s3', { Code: { S3Bucket: 'artifacts', S3Key: 'app.zip' } });
    expect((await cloud.invoke('from-s3')).payload.tag).toBe('from S3');
    expect(await refusal(cloud.create('bad', { Code: { S3Bucket: 'artifacts', S3Key: 'gone.zip' } }))).toBe(
      'InvalidParameterValueException 400: Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
  });
});

describe('naming a function', () => {
  it('works by name, partial ARN and ARN, with a qualifier in the name or beside it', async () => {
    await cloud.create('named', { Publish: true });
    for (const name of ['named', `123456789012:function:named`, arn('named'), `function:named`]) {
      const { FunctionArn } = await cloud.send('GetFunctionConfiguration', { FunctionName: name });
      expect(FunctionArn).toBe(arn('named'));
    }
    for (const input of [
      { FunctionName: 'named:1' },
      { FunctionName: `${arn('named')}:1` },
      { FunctionName: 'named', Qualifier: '1' },
      { FunctionName: 'named:1', Qualifier: '1' },
    ]) {
      expect(await cloud.send('GetFunctionConfiguration', input)).toMatchObject({
        FunctionArn: `${arn('named')}:1`,
        Version: '1',
      });
    }
    expect((await cloud.send('GetFunctionConfiguration', { FunctionName: 'named:$LATEST' })).FunctionArn).toBe(
      `${arn('named')}:$LATEST`,
    );
  });

  it('is refused when qualifiers disagree, in another region, and for what does not exist', async () => {
    expect(await refusal(cloud.send('GetFunction', { FunctionName: 'named:1', Qualifier: '$LATEST' }))).toBe(
      'InvalidParameterValueException 400: The derived qualifier from the function name does not match the specified qualifier.',
    );
    expect(await refusal(cloud.send('GetFunction', { FunctionName: arn('named').replace(region, 'us-east-1') }))).toBe(
      "ResourceNotFoundException 404: Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
    );
    expect(await refusal(cloud.send('GetFunction', { FunctionName: 'nobody' }))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('nobody')}`,
    );
    expect(await refusal(cloud.send('GetFunction', { FunctionName: 'named', Qualifier: '99' }))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('named')}:99`,
    );
    expect(await refusal(cloud.send('GetFunction', { FunctionName: 'named', Qualifier: 'no space' }))).toContain(
      "Value 'no space' at 'qualifier' failed to satisfy constraint",
    );
    expect(await refusal(cloud.send('PublishVersion', { FunctionName: 'named:1' }))).toContain(
      'This operation is permitted on Lambda functions only.',
    );
  });
});

describe('updating code', () => {
  it('is InProgress for a while, in which the old code answers, and changes the RevisionId twice', async () => {
    await cloud.create('busy');
    const before = await cloud.send('GetFunctionConfiguration', { FunctionName: 'busy' });
    const updated = await cloud.send('UpdateFunctionCode', {
      FunctionName: 'busy',
      ZipFile: zip({ 'index.js': echo('two') }),
      RevisionId: before.RevisionId,
    });
    expect(updated).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress', FunctionArn: arn('busy') });
    expect(updated.CodeSha256).not.toBe(before.CodeSha256);
    expect((await cloud.invoke('busy')).payload.tag).toBe('one');

    await cloud.advance(1_500);
    const after = await cloud.send('GetFunctionConfiguration', { FunctionName: 'busy' });
    expect(after).toMatchObject({ LastUpdateStatus: 'Successful', CodeSha256: updated.CodeSha256 });
    expect(new Set([before.RevisionId, updated.RevisionId, after.RevisionId]).size).toBe(3);
    expect((await cloud.invoke('busy')).payload.tag).toBe('two');
  });

  it('conflicts with every update, publication and tagging meanwhile', async () => {
    await cloud.create('locked');
    await cloud.send('UpdateFunctionCode', { FunctionName: 'locked', ZipFile: zip({ 'index.js': echo('two') }) });
    const conflict = `ResourceConflictException 409: The operation cannot be performed at this time. An update is in progress for resource: ${arn('locked')}`;
    const code = { FunctionName: 'locked', ZipFile: zip({ 'index.js': '' }) };
    expect(await refusal(cloud.send('UpdateFunctionCode', code))).toBe(conflict);
    expect(await refusal(cloud.send('UpdateFunctionConfiguration', { FunctionName: 'locked', Timeout: 5 }))).toBe(
      conflict,
    );
    expect(await refusal(cloud.send('PublishVersion', { FunctionName: 'locked' }))).toBe(conflict);
    expect(await refusal(cloud.send('TagResource', { Resource: arn('locked'), Tags: { a: 'b' } }))).toBe(conflict);
  });

  it('conflicts while the function is still Pending', async () => {
    await cloud.send('CreateFunction', {
      FunctionName: 'pending',
      Role: role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip({ 'index.js': echo('one') }) },
    });
    const conflict =
      'ResourceConflictException 409: The operation cannot be performed at this time. The function is currently in the following state: Pending';
    expect(await refusal(cloud.invoke('pending'))).toBe(conflict);
    expect(await refusal(cloud.send('UpdateFunctionConfiguration', { FunctionName: 'pending', Timeout: 9 }))).toBe(
      conflict,
    );
    expect(await refusal(cloud.send('PublishVersion', { FunctionName: 'pending' }))).toBe(conflict);
  });

  it('is refused for a stale RevisionId and changes nothing', async () => {
    await cloud.create('guarded');
    const before = await cloud.send('GetFunctionConfiguration', { FunctionName: 'guarded' });
    const stale =
      'PreconditionFailedException 412: The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id';
    const code = { FunctionName: 'guarded', ZipFile: zip({ 'index.js': '' }), RevisionId: 'stale' };
    expect(await refusal(cloud.send('UpdateFunctionCode', code))).toBe(stale);
    expect(
      await refusal(cloud.send('UpdateFunctionConfiguration', { FunctionName: 'guarded', RevisionId: 'stale' })),
    ).toBe(stale);
    expect(await refusal(cloud.send('PublishVersion', { FunctionName: 'guarded', RevisionId: 'stale' }))).toBe(stale);
    const after = await cloud.send('GetFunctionConfiguration', { FunctionName: 'guarded' });
    expect({ ...after, $metadata: undefined }).toEqual({ ...before, $metadata: undefined });
  });

  it('as a dry run answers the hash it would have and writes nothing', async () => {
    await cloud.create('dry');
    const before = await cloud.send('GetFunctionConfiguration', { FunctionName: 'dry' });
    const code = zip({ 'index.js': echo('two') });
    const dry = await cloud.send('UpdateFunctionCode', {
      FunctionName: 'dry',
      ZipFile: code,
      DryRun: true,
      Publish: true,
    });
    expect(dry).toMatchObject({ Version: '$LATEST', LastUpdateStatus: 'Successful' });
    expect(dry.CodeSha256).toBe(createHash('sha256').update(code).digest('base64'));
    const after = await cloud.send('GetFunctionConfiguration', { FunctionName: 'dry' });
    expect({ ...after, $metadata: undefined }).toEqual({ ...before, $metadata: undefined });
    const bad = { FunctionName: 'dry', ZipFile: Buffer.from('no zip'), DryRun: true };
    expect(await refusal(cloud.send('UpdateFunctionCode', bad))).toContain('Could not unzip uploaded file.');
  });

  it('with Publish answers a Pending version, that ends with the update', async () => {
    await cloud.create('at-once');
    const published = await cloud.send('UpdateFunctionCode', {
      FunctionName: 'at-once',
      ZipFile: zip({ 'index.js': echo('two') }),
      Publish: true,
    });
    expect(published).toMatchObject({ Version: '1', FunctionArn: `${arn('at-once')}:1`, State: 'Pending' });
    const latest = await cloud.send('GetFunctionConfiguration', { FunctionName: 'at-once' });
    expect(latest).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
    await cloud.advance(1_500);
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: 'at-once:1' })).toMatchObject({
      State: 'Active',
    });
  });

  it('that fails leaves the old code running, and says why', async () => {
    await cloud.create('unlucky');
    await cloud.control('failNext', {
      functionName: 'unlucky',
      step: 'update',
      code: 'SubnetOutOfIPAddresses',
      reason: 'The subnet has no free address.',
    });
    await cloud.update('unlucky', { 'index.js': echo('two') });
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: 'unlucky' })).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'Failed',
      LastUpdateStatusReasonCode: 'SubnetOutOfIPAddresses',
      LastUpdateStatusReason: 'The subnet has no free address.',
    });
    expect((await cloud.invoke('unlucky')).payload.tag).toBe('one');
  });

  it('moves to another architecture with the code', async () => {
    await cloud.create('arm');
    const input = { FunctionName: 'arm', ZipFile: zip({ 'index.js': '' }), Architectures: ['arm64' as const] };
    expect((await cloud.send('UpdateFunctionCode', input)).Architectures).toEqual(['arm64']);
  });
});

describe('environment variables under a key of the customer', () => {
  const KMSKeyArn = `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const may = (action: string) =>
    cloud.cloud.control.registerCredential({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      policy: { Statement: { Effect: 'Allow', Action: action, Resource: '*' } },
    });
  afterEach(() => may('*'));

  it('are an error to whoever may not use the key, and nothing else is', async () => {
    const Environment = { Variables: { TABLE: 'search' } };
    await cloud.create('sealed', { Environment, KMSKeyArn });
    await cloud.create('open', { Environment });
    const open = await cloud.send('GetFunctionConfiguration', { FunctionName: 'sealed' });
    expect(open.Environment).toEqual(Environment);
    await may('lambda:*');
    const sealed = await cloud.send('GetFunctionConfiguration', { FunctionName: 'sealed' });
    expect(sealed.Environment).toEqual({
      Error: { ErrorCode: 'AccessDeniedException', Message: expect.stringContaining('KMS access was denied') },
    });
    expect({ ...sealed, Environment }).toMatchObject({ ...open, $metadata: expect.anything() });
    const published = await cloud.send('PublishVersion', { FunctionName: 'sealed' });
    expect(published.Environment?.Error).toBeDefined();
    expect((await cloud.send('GetFunctionConfiguration', { FunctionName: 'open' })).Environment).toEqual(Environment);
  });
});

describe('updating configuration', () => {
  it('keeps what it is not told, and tells no environment from an empty one', async () => {
    await cloud.create('configured', { Description: 'first', Environment: { Variables: { COLOUR: 'red' } } });
    const set = async (input: object) => {
      const answer = await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'configured', ...input });
      await cloud.advance(1_500);
      return answer;
    };
    expect(await set({ Timeout: 9 })).toMatchObject({
      Timeout: 9,
      Description: 'first',
      Environment: { Variables: { COLOUR: 'red' } },
    });
    expect(await set({ Environment: {} })).toMatchObject({ Environment: { Variables: { COLOUR: 'red' } } });
    expect((await set({ Environment: { Variables: {} } })).Environment).toEqual({ Variables: {} });
    expect(await set({ LoggingConfig: { LogFormat: 'JSON' } })).toMatchObject({
      LoggingConfig: {
        LogFormat: 'JSON',
        ApplicationLogLevel: 'INFO',
        SystemLogLevel: 'INFO',
        LogGroup: '/aws/lambda/configured',
      },
    });
    expect(await set({ LoggingConfig: { LogGroup: '/mine' } })).toMatchObject({
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/mine' },
    });
    expect(await set({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } })).toMatchObject({
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
    });
    expect((await set({ VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } })).VpcConfig).toMatchObject({ VpcId: '' });
  });

  it('changes ConfigSha256 with the configuration, and not with the code', async () => {
    await cloud.create('hashed');
    const hash = async () => (await cloud.send('GetFunctionConfiguration', { FunctionName: 'hashed' })).ConfigSha256;
    const first = await hash();
    await cloud.update('hashed', { 'index.js': echo('two') });
    expect(await hash()).toBe(first);
    await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'hashed', Timeout: 10 });
    expect(await hash()).not.toBe(first);
  });
});

describe('deleting a function', () => {
  it('deletes one version or all, but neither $LATEST nor an alias', async () => {
    await cloud.create('mortal', { Publish: true });
    await cloud.update('mortal', { 'index.js': echo('two') });
    await cloud.publish('mortal');
    await cloud.send('CreateAlias', { FunctionName: 'mortal', Name: 'live', FunctionVersion: '2' });
    const remove = (input: object) => cloud.send('DeleteFunction', { FunctionName: 'mortal', ...input });

    expect(await refusal(remove({ Qualifier: '$LATEST' }))).toBe(
      'InvalidParameterValueException 400: $LATEST version cannot be deleted without deleting the function.',
    );
    expect(await refusal(remove({ Qualifier: 'live' }))).toBe(
      'InvalidParameterValueException 400: Deletion of aliases is not currently supported.',
    );
    expect(await refusal(remove({ Qualifier: '2' }))).toBe(
      'ResourceConflictException 409: Unable to delete version because the following aliases reference it: [live]',
    );
    await remove({ Qualifier: '1' });
    await remove({ Qualifier: '99' });
    const left = await cloud.send('ListVersionsByFunction', { FunctionName: 'mortal' });
    expect(left.Versions?.map((version) => version.Version)).toEqual(['$LATEST', '2']);

    await remove({});
    expect(await refusal(remove({ Qualifier: '1' }))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('mortal')}`,
    );
  });

  it('never gives a version number twice, even to a function of the same name', async () => {
    await cloud.create('phoenix', { Publish: true });
    await cloud.send('DeleteFunction', { FunctionName: 'phoenix' });
    expect((await cloud.create('phoenix', { Publish: true })).Version).toBe('2');
  });
});

describe('listing functions', () => {
  it('pages by MaxItems, at most 50 at a time, and lists versions when asked for ALL', async () => {
    const all: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await cloud.send('ListFunctions', { MaxItems: 5, Marker });
      expect(page.Functions?.length).toBeLessThanOrEqual(5);
      all.push(...(page.Functions ?? []).map((one) => one.FunctionName));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(all.length).toBeGreaterThan(10);
    expect(new Set(all).size).toBe(all.length);
    const { Functions } = await cloud.send('ListFunctions', { FunctionVersion: 'ALL' });
    expect(Functions?.filter((one) => one.FunctionName === 'named').map((one) => one.FunctionArn)).toEqual([
      `${arn('named')}:$LATEST`,
      `${arn('named')}:1`,
    ]);
  });
});

describe('the control plane', () => {
  it('takes 15 requests per second in all, 100 of GetFunction, and refuses the next', async () => {
    await cloud.advance(10_000);
    const burst = (name: 'GetFunctionConfiguration' | 'GetFunction', count: number) =>
      Promise.allSettled(Array.from({ length: count }, () => cloud.sendAtOnce(name, { FunctionName: 'fresh' })));
    const refused = (results: PromiseSettledResult<unknown>[]) => results.filter((one) => one.status === 'rejected');
    expect(refused(await burst('GetFunctionConfiguration', 20))).toHaveLength(5);
    expect(await refusal(cloud.sendAtOnce('ListFunctions', {}))).toBe('TooManyRequestsException 429: Rate exceeded');
    expect(refused(await burst('GetFunction', 101))).toHaveLength(1);
    await cloud.advance(1_000);
    expect(refused(await burst('GetFunctionConfiguration', 15))).toHaveLength(0);
  });
});
