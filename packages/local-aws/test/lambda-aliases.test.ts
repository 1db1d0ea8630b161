import { arn, echo, lambdaCloud, refusal, role } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

/** A function with versions 1, 2 and 3 of different code. */
async function threeVersions(name: string) {
  await cloud.create(name, { Publish: true });
  for (const tag of ['two', 'three']) {
    await cloud.update(name, { 'index.js': echo(tag) });
    await cloud.publish(name);
  }
}

const weights = (version: string, share: number) => ({ AdditionalVersionWeights: { [version]: share } });

describe('creating an alias', () => {
  const create = (input: object) =>
    cloud.send('CreateAlias', { FunctionName: 'shop', Name: 'live', FunctionVersion: '1', ...input });

  beforeAll(() => threeVersions('shop'));

  it('points to a version, or to $LATEST, and says so', async () => {
    const created = await create({ Description: 'what users reach', RoutingConfig: weights('2', 0.25) });
    expect(created).toMatchObject({
      AliasArn: `${arn('shop')}:live`,
      Name: 'live',
      FunctionVersion: '1',
      Description: 'what users reach',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } },
    });
    const got = await cloud.send('GetAlias', { FunctionName: 'shop', Name: 'live' });
    expect({ ...got, $metadata: undefined }).toEqual({ ...created, $metadata: undefined });
    const newest = await create({ Name: 'newest', FunctionVersion: '$LATEST' });
    expect(newest).toMatchObject({ FunctionVersion: '$LATEST', Description: '' });
    expect(newest.RoutingConfig).toBeUndefined();
    expect(await cloud.send('GetFunctionConfiguration', { FunctionName: 'shop:live' })).toMatchObject({
      FunctionArn: `${arn('shop')}:live`,
      Version: '1',
    });
  });

  it('is refused for a name that is taken or a number, and for versions and functions that are missing', async () => {
    expect(await refusal(create({}))).toBe(`ResourceConflictException 409: Alias already exists: ${arn('shop')}:live`);
    expect(await refusal(create({ Name: '2024' }))).toBe(
      "ValidationException 400: 1 validation error detected: Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    );
    expect(await refusal(create({ Name: 'a', FunctionVersion: '10' }))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('shop')}:10`,
    );
    expect(await refusal(create({ FunctionName: 'nobody', Name: 'a' }))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('nobody')}:1`,
    );
  });

  it.each([
    [
      'more than one',
      { AdditionalVersionWeights: { 2: 0.1, 3: 0.1 } },
      'InvalidParameterValueException 400: Number of items in AdditionalVersionWeights cannot be greater than 1',
    ],
    [
      'above 1',
      weights('2', 2),
      "ValidationException 400: 1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    ],
    [
      'below 0',
      weights('2', -1),
      "ValidationException 400: 1 validation error detected: Value '{2=-1.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    ],
    [
      'of the alias’ own version',
      weights('1', 0.5),
      'InvalidParameterValueException 400: Invalid function version 1. Function version 1 is already included in routing configuration.',
    ],
    [
      'of a missing version',
      weights('10', 0.5),
      `ResourceNotFoundException 404: Function not found: ${arn('shop')}:10`,
    ],
    [
      'of $LATEST',
      weights('$LATEST', 0.5),
      "ValidationException 400: 1 validation error detected: Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]",
    ],
  ])('is refused with weights %s', async (_, RoutingConfig, expected) => {
    expect(await refusal(create({ Name: 'weighted', RoutingConfig }))).toBe(expected);
  });

  it('is refused with weights on $LATEST, and on versions with another role or dead-letter queue', async () => {
    expect(await refusal(create({ Name: 'w', FunctionVersion: '$LATEST', RoutingConfig: weights('1', 0.5) }))).toBe(
      'InvalidParameterValueException 400: $LATEST is not supported for an alias pointing to more than 1 version',
    );
    await cloud.create('split', { Publish: true });
    const change = async (input: object) => {
      await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'split', ...input });
      await cloud.advance(1_500);
      return cloud.publish('split');
    };
    const otherRole = await change({ Role: `${role}-2` });
    const otherQueue = await change({
      Role: role,
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:dead' },
    });
    const split = (version: string) =>
      refusal(create({ FunctionName: 'split', Name: 'w', RoutingConfig: weights(version, 0.5) }));
    expect(await split(otherRole)).toContain(
      'InvalidParameterValueException 400: Function versions 1 and 2 have different execution roles',
    );
    expect(await split(otherQueue)).toContain(
      'InvalidParameterValueException 400: Function versions 1 and 3 have different dead-letter queues',
    );
  });

  it('is refused on a version that is still Pending', async () => {
    await cloud.update('shop', { 'index.js': echo('four') });
    await cloud.control('pace', { publish: 1_000 });
    const { Version = '' } = await cloud.send('PublishVersion', { FunctionName: 'shop' });
    await cloud.control('pace', { publish: 0 });
    expect(await refusal(create({ Name: 'early', FunctionVersion: Version }))).toContain(
      'ResourceConflictException 409: The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
    expect(
      await refusal(cloud.send('UpdateAlias', { FunctionName: 'shop', Name: 'newest', FunctionVersion: Version })),
    ).toContain('ResourceConflictException 409');
  });
});

describe('updating an alias', () => {
  const update = (input: object) => cloud.send('UpdateAlias', { FunctionName: 'moving', Name: 'live', ...input });

  beforeAll(async () => {
    await threeVersions('moving');
    await cloud.send('CreateAlias', { FunctionName: 'moving', Name: 'live', FunctionVersion: '1' });
  });

  it('moves it and changes its RevisionId, by compare-and-swap when one is given', async () => {
    const before = await cloud.send('GetAlias', { FunctionName: 'moving', Name: 'live' });
    const after = await update({ FunctionVersion: '2', RevisionId: before.RevisionId });
    expect(after).toMatchObject({ FunctionVersion: '2' });
    expect(after.RevisionId).not.toBe(before.RevisionId);
    expect((await cloud.invoke('moving:live')).payload).toMatchObject({ tag: 'two', version: '2' });
    expect(await refusal(update({ FunctionVersion: '3', RevisionId: before.RevisionId }))).toContain(
      'PreconditionFailedException 412: The Revision Id provided does not match the latest Revision Id.',
    );
    expect((await update({})).RevisionId).not.toBe(after.RevisionId);
  });

  it('leaves function and version revisions alone', async () => {
    const revisions = async () =>
      Promise.all(
        ['moving', 'moving:3'].map(async (name) => {
          return (await cloud.send('GetFunctionConfiguration', { FunctionName: name })).RevisionId;
        }),
      );
    const before = await revisions();
    await update({ FunctionVersion: '3' });
    expect(await revisions()).toEqual(before);
  });

  it('keeps weights that are not mentioned, so that the weighted version cannot become the alias’ own', async () => {
    await update({ FunctionVersion: '1', RoutingConfig: weights('2', 0.5) });
    expect(await update({ Description: 'half and half' })).toMatchObject({ RoutingConfig: weights('2', 0.5) });
    expect(await refusal(update({ FunctionVersion: '2' }))).toBe(
      'InvalidParameterValueException 400: Invalid function version 2. Function version 2 is already included in routing configuration.',
    );
    expect(await refusal(update({ FunctionVersion: '2', RoutingConfig: weights('2', 0.5) }))).toContain(
      'already included',
    );
    const finished = await update({ FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } });
    expect(finished.FunctionVersion).toBe('2');
    expect(finished.RoutingConfig).toBeUndefined();
  });

  it('is refused for an alias or version that is not there', async () => {
    expect(await refusal(update({ Name: 'dead' }))).toBe(
      `ResourceNotFoundException 404: Alias not found: ${arn('moving')}:dead`,
    );
    expect(await refusal(cloud.send('GetAlias', { FunctionName: 'moving', Name: 'dead' }))).toBe(
      `ResourceNotFoundException 404: Cannot find alias arn: ${arn('moving')}:dead`,
    );
    expect(await refusal(update({ FunctionVersion: '77' }))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('moving')}:77`,
    );
    expect(await refusal(cloud.invoke('moving:dead'))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('moving')}:dead`,
    );
  });
});

describe('a read that is stale', () => {
  const look = (operation: 'GetAlias' | 'ListAliases' | 'GetFunctionConfiguration', input: object) =>
    cloud.send(operation, { FunctionName: 'seen', Name: 'live', ...input } as never) as Promise<object>;
  const stale = (rule: object) => cloud.cloud.control.addFault({ kind: 'stale', ...rule });

  beforeAll(async () => {
    await threeVersions('seen');
    await cloud.send('CreateAlias', { FunctionName: 'seen', Name: 'live', FunctionVersion: '1' });
  });

  it('does not show the last write of what it reads, and the next one does', async () => {
    await cloud.send('UpdateAlias', { FunctionName: 'seen', Name: 'live', FunctionVersion: '2' });
    await stale({ operation: 'GetAlias' });
    expect(await look('GetAlias', {})).toMatchObject({ FunctionVersion: '1' });
    expect(await look('GetAlias', {})).toMatchObject({ FunctionVersion: '2' });
    await stale({ operation: 'ListAliases' });
    expect(await look('ListAliases', {})).toMatchObject({ Aliases: [{ FunctionVersion: '1' }] });
  });

  it('does not show a version that was just published, also after going back to a snapshot', async () => {
    await cloud.update('seen', { 'index.js': echo('four') });
    await cloud.publish('seen');
    await cloud.cloud.control.snapshot('published');
    await cloud.cloud.control.restore('published');
    await stale({ operation: 'GetFunctionConfiguration' });
    const read = () => look('GetFunctionConfiguration', { Qualifier: '4' });
    expect(await refusal(read())).toContain('ResourceNotFoundException 404');
    expect(await read()).toMatchObject({ Version: '4' });
  });

  it('shows all writes from before weeks of idleness', async () => {
    await cloud.send('UpdateAlias', { FunctionName: 'seen', Name: 'live', FunctionVersion: '3' });
    await cloud.control('deactivate', { functionName: 'seen:1' });
    await stale({ operation: 'GetFunctionConfiguration' });
    expect(await look('GetFunctionConfiguration', { Qualifier: '1' })).toMatchObject({ State: 'Inactive' });
    await stale({ operation: 'GetAlias' });
    expect(await look('GetAlias', {})).toMatchObject({ FunctionVersion: '3' });
  });

  it('is stale before it, not after', async () => {
    await expect(stale({ when: 'after' })).rejects.toThrow('before');
  });
});

describe('a weighted alias', () => {
  it('splits invocations by its weights, and protects both versions from deletion', async () => {
    await threeVersions('canary');
    await cloud.send('CreateAlias', {
      FunctionName: 'canary',
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig: weights('2', 0.25),
    });
    const counts: Record<string, number> = {};
    for (let count = 0; count < 400; count++) {
      const { ExecutedVersion = '', payload } = await cloud.invoke('canary:live');
      expect(payload.version).toBe(ExecutedVersion);
      counts[ExecutedVersion] = (counts[ExecutedVersion] ?? 0) + 1;
    }
    expect(Object.keys(counts)).toEqual(['1', '2']);
    expect(counts[2]).toBeGreaterThan(70);
    expect(counts[2]).toBeLessThan(130);
    for (const Qualifier of ['1', '2']) {
      expect(await refusal(cloud.send('DeleteFunction', { FunctionName: 'canary', Qualifier }))).toContain(
        'Unable to delete version because the following aliases reference it: [live]',
      );
    }
  });
});

describe('listing and deleting aliases', () => {
  it('pages, filters by version, and deletes twice without complaint', async () => {
    await threeVersions('listed');
    for (const [Name, FunctionVersion] of [
      ['a', '1'],
      ['b', '2'],
      ['c', '1'],
    ] as const) {
      await cloud.send('CreateAlias', { FunctionName: 'listed', Name, FunctionVersion });
    }
    const names = async (input: object) => {
      const { Aliases, NextMarker } = await cloud.send('ListAliases', { FunctionName: 'listed', ...input });
      return { names: Aliases?.map((alias) => alias.Name), NextMarker };
    };
    const first = await names({ MaxItems: 2 });
    expect(first.names).toEqual(['a', 'b']);
    expect((await names({ MaxItems: 2, Marker: first.NextMarker })).names).toEqual(['c']);
    expect((await names({ FunctionVersion: '1' })).names).toEqual(['a', 'c']);
    await cloud.send('DeleteAlias', { FunctionName: 'listed', Name: 'b' });
    await cloud.send('DeleteAlias', { FunctionName: 'listed', Name: 'b' });
    expect((await names({})).names).toEqual(['a', 'c']);
  });
});
