import { arn, echo, lambdaCloud, refusal } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
const queue = 'arn:aws:sqs:eu-west-1:123456789012:orders';
const stream = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000';

beforeAll(async () => {
  await cloud.create('shop', { Publish: true });
  await cloud.send('CreateAlias', { FunctionName: 'shop', Name: 'live', FunctionVersion: '1' });
});
afterAll(() => cloud.stop());

describe('an event source mapping', () => {
  const map = (input: object = {}) =>
    cloud.send('CreateEventSourceMapping', { FunctionName: 'shop:live', EventSourceArn: queue, ...input });
  const get = (UUID: string | undefined) => cloud.send('GetEventSourceMapping', { UUID });

  it('is made, changed and deleted on the clock, and in use meanwhile', async () => {
    const made = await map();
    expect(made).toMatchObject({
      State: 'Creating',
      FunctionArn: arn('shop:live'),
      BatchSize: 10,
      EventSourceArn: queue,
    });
    expect(made.EventSourceMappingArn).toBe(`arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:${made.UUID}`);
    const update = (input: object) => cloud.send('UpdateEventSourceMapping', { UUID: made.UUID, ...input });
    expect(await refusal(update({ BatchSize: 5 }))).toBe(
      'ResourceInUseException 400: Cannot update the event source mapping because it is in use.',
    );
    await cloud.advance(2_000);
    expect(await get(made.UUID)).toMatchObject({ State: 'Enabled' });
    expect(await update({ BatchSize: 5 })).toMatchObject({ State: 'Updating', BatchSize: 5 });
    await cloud.advance(2_000);
    expect(await update({ Enabled: false, FunctionName: 'shop' })).toMatchObject({
      State: 'Disabling',
      FunctionArn: arn('shop'),
    });
    await cloud.advance(2_000);
    expect(await get(made.UUID)).toMatchObject({ State: 'Disabled', BatchSize: 5 });
    expect(await cloud.send('DeleteEventSourceMapping', { UUID: made.UUID })).toMatchObject({ State: 'Deleting' });
    expect(await refusal(cloud.send('DeleteEventSourceMapping', { UUID: made.UUID }))).toContain(
      'ResourceInUseException',
    );
    await cloud.advance(2_000);
    expect(await refusal(get(made.UUID))).toBe(
      'ResourceNotFoundException 404: The resource you requested does not exist.',
    );
  });

  it('is listed by source and by exactly the function, version or alias that it invokes', async () => {
    await map();
    await map({ FunctionName: 'shop' });
    await map({ FunctionName: 'shop', EventSourceArn: stream, StartingPosition: 'LATEST', Enabled: false });
    const list = async (input: object) => {
      const { EventSourceMappings } = await cloud.send('ListEventSourceMappings', input);
      return EventSourceMappings?.map(
        (one) => `${one.FunctionArn?.split(':').slice(6).join(':')} ${one.EventSourceArn?.split(':')[2]}`,
      ).sort();
    };
    expect(await list({ FunctionName: 'shop' })).toEqual(['shop dynamodb', 'shop sqs']);
    expect(await list({ FunctionName: 'shop:live' })).toEqual(['shop:live sqs']);
    expect(await list({ EventSourceArn: queue })).toEqual(['shop sqs', 'shop:live sqs']);
    const first = await cloud.send('ListEventSourceMappings', { MaxItems: 2 });
    const rest = await cloud.send('ListEventSourceMappings', { Marker: first.NextMarker });
    expect([first.EventSourceMappings?.length, rest.EventSourceMappings?.length]).toEqual([2, 1]);
  });

  it('is refused twice, for functions that are missing, and with positions that do not fit', async () => {
    expect(await refusal(map())).toContain('ResourceConflictException 409: The event source arn (" ');
    expect(await refusal(map({ FunctionName: 'nobody' }))).toBe(
      'InvalidParameterValueException 400: Function does not exist',
    );
    expect(await refusal(map({ EventSourceArn: undefined }))).toBe(
      'InvalidParameterValueException 400: Unrecognized event source.',
    );
    expect(await refusal(map({ EventSourceArn: stream }))).toBe(
      "InvalidParameterValueException 400: 1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
    expect(await refusal(map({ EventSourceArn: stream, StartingPosition: 'AT_TIMESTAMP' }))).toContain(
      'Unsupported starting position for arn type',
    );
  });
});

describe('a function URL', () => {
  const create = (input: object = {}) =>
    cloud.send('CreateFunctionUrlConfig', { FunctionName: 'shop', AuthType: 'NONE', ...input });

  it('is one for the function and one for each alias', async () => {
    const made = await create();
    expect(made).toMatchObject({ FunctionArn: arn('shop'), AuthType: 'NONE' });
    expect(made.FunctionUrl).toMatch(/^https:\/\/[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws\/$/);
    await create({ Qualifier: 'live', AuthType: 'AWS_IAM' });
    expect(await cloud.send('GetFunctionUrlConfig', { FunctionName: 'shop', Qualifier: 'live' })).toMatchObject({
      FunctionArn: arn('shop:live'),
      AuthType: 'AWS_IAM',
      InvokeMode: 'BUFFERED',
    });
    const { FunctionUrlConfigs } = await cloud.send('ListFunctionUrlConfigs', { FunctionName: 'shop' });
    expect(FunctionUrlConfigs?.map((one) => one.FunctionArn)).toEqual([arn('shop'), arn('shop:live')]);
    const first = await cloud.send('ListFunctionUrlConfigs', { FunctionName: 'shop', MaxItems: 1 });
    const second = await cloud.send('ListFunctionUrlConfigs', { FunctionName: 'shop', Marker: first.NextMarker });
    expect(second.FunctionUrlConfigs?.map((one) => one.FunctionArn)).toEqual([arn('shop:live')]);
    await cloud.send('UpdateFunctionUrlConfig', { FunctionName: 'shop', AuthType: 'AWS_IAM' });
    expect(await cloud.send('GetFunctionUrlConfig', { FunctionName: 'shop' })).toMatchObject({ AuthType: 'AWS_IAM' });
    await cloud.send('DeleteFunctionUrlConfig', { FunctionName: 'shop' });
    expect(await refusal(cloud.send('GetFunctionUrlConfig', { FunctionName: 'shop' }))).toBe(
      'ResourceNotFoundException 404: The resource you requested does not exist.',
    );
  });

  it('is refused twice, on versions and on what is missing', async () => {
    expect(await refusal(create({ Qualifier: 'live' }))).toBe(
      `ResourceConflictException 409: Failed to create function url config for [functionArn = ${arn('shop:live')}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
    expect(await refusal(create({ Qualifier: '1' }))).toContain(
      "Value '1' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)",
    );
    expect(await refusal(create({ Qualifier: 'dead' }))).toBe('ResourceNotFoundException 404: Function does not exist');
    expect(await refusal(create({ FunctionName: 'nobody' }))).toBe(
      'ResourceNotFoundException 404: Function does not exist',
    );
  });
});

describe('tags', () => {
  it('are the function’s, 50 at most, and not of versions and aliases', async () => {
    const tag = (Resource: string, Tags: Record<string, string>) => cloud.send('TagResource', { Resource, Tags });
    await tag(arn('shop'), { team: 'web', stage: 'test' });
    await cloud.send('UntagResource', { Resource: arn('shop'), TagKeys: ['stage'] });
    expect((await cloud.send('ListTags', { Resource: arn('shop') })).Tags).toEqual({ team: 'web' });
    expect((await cloud.send('GetFunction', { FunctionName: 'shop' })).Tags).toEqual({ team: 'web' });
    expect((await cloud.send('GetFunction', { FunctionName: 'shop:1' })).Tags).toBeUndefined();
    expect(await refusal(tag(arn('shop:1'), { a: 'b' }))).toBe(
      'InvalidParameterValueException 400: Tags on function aliases and versions are not supported. Please specify a function ARN.',
    );
    expect(await refusal(tag(arn('nobody'), { a: 'b' }))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('nobody')}`,
    );
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
    expect(await refusal(tag(arn('shop'), many))).toBe(
      'InvalidParameterValueException 400: Number of tags exceeds resource tag limit.',
    );
    expect(await refusal(cloud.send('ListTags', { Resource: 'arn:aws:something' }))).toContain("at 'resource' failed");
  });
});

describe('changing tags', () => {
  it('changes the RevisionId of the function too', async () => {
    const revision = async () => (await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop' })).RevisionId;
    const seen = [await revision()];
    await cloud.send('TagResource', { Resource: arn('shop'), Tags: { team: 'app' } });
    seen.push(await revision());
    await cloud.send('UntagResource', { Resource: arn('shop'), TagKeys: ['team'] });
    seen.push(await revision());
    expect(new Set(seen).size).toBe(3);
  });

  it('of a mapping that is missing names the mapping', async () => {
    const missing = 'arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:00000000-0000-4000-8000-000000000000';
    expect(await refusal(cloud.send('ListTags', { Resource: missing }))).toBe(
      `ResourceNotFoundException 404: Event source mapping not found: ${missing}`,
    );
  });
});

describe('asynchronous invocation', () => {
  it('is configured for each qualifier, and updated member by member', async () => {
    const each = { FunctionName: 'shop', Qualifier: 'live' };
    expect(await refusal(cloud.send('UpdateFunctionEventInvokeConfig', { ...each, MaximumRetryAttempts: 0 }))).toBe(
      `ResourceNotFoundException 404: The function ${arn('shop:live')} doesn't have an EventInvokeConfig`,
    );
    await cloud.send('PutFunctionEventInvokeConfig', { ...each, MaximumEventAgeInSeconds: 60 });
    expect(await cloud.send('UpdateFunctionEventInvokeConfig', { ...each, MaximumRetryAttempts: 1 })).toMatchObject({
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 1,
    });
    await cloud.send('PutFunctionEventInvokeConfig', { FunctionName: 'shop', MaximumRetryAttempts: 2 });
    const { FunctionEventInvokeConfigs } = await cloud.send('ListFunctionEventInvokeConfigs', { FunctionName: 'shop' });
    expect(FunctionEventInvokeConfigs?.map((one) => one.FunctionArn)).toEqual([arn('shop:$LATEST'), arn('shop:live')]);
  });
});

describe('recursion', () => {
  it('is stopped unless it is allowed', async () => {
    const read = async () => (await cloud.send('GetFunctionRecursionConfig', { FunctionName: 'shop' })).RecursiveLoop;
    expect(await read()).toBe('Terminate');
    await cloud.send('PutFunctionRecursionConfig', { FunctionName: 'shop', RecursiveLoop: 'Allow' });
    expect(await read()).toBe('Allow');
  });
});

describe('account settings', () => {
  it('count functions, and the code of every version', async () => {
    const used = async () => (await cloud.send('GetAccountSettings', {})).AccountUsage;
    const before = await used();
    await cloud.update('shop', { 'index.js': echo('a little longer than before') });
    const { CodeSize = 0 } = await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop' });
    await cloud.publish('shop');
    const after = await used();
    expect(after?.FunctionCount).toBe(1);
    expect((after?.TotalCodeSize ?? 0) - (before?.TotalCodeSize ?? 0)).toBeGreaterThan(CodeSize);
  });
});
