import { arn, echo, lambdaCloud, refusal, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

const reserved = (name: string, ReservedConcurrentExecutions: number) =>
  cloud.send('PutFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions });
const provision = (name: string, Qualifier: string, ProvisionedConcurrentExecutions: number) =>
  cloud.send('PutProvisionedConcurrencyConfig', { FunctionName: name, Qualifier, ProvisionedConcurrentExecutions });
const provisioned = (name: string, Qualifier: string) =>
  cloud.send('GetProvisionedConcurrencyConfig', { FunctionName: name, Qualifier });

const throttled = 'TooManyRequestsException 429: Rate Exceeded.';

describe('reserved concurrency', () => {
  it('of 0 lets nothing run', async () => {
    await cloud.create('stopped');
    expect(await cloud.send('GetFunctionConcurrency', { FunctionName: 'stopped' })).not.toHaveProperty(
      'ReservedConcurrentExecutions',
    );
    expect(await reserved('stopped', 0)).toMatchObject({ ReservedConcurrentExecutions: 0 });
    await expect(cloud.invoke('stopped')).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    const { Concurrency } = await cloud.send('GetFunction', { FunctionName: 'stopped' });
    expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 0 });
    await cloud.send('DeleteFunctionConcurrency', { FunctionName: 'stopped' });
    expect((await cloud.invoke('stopped')).payload.tag).toBe('one');
  });

  it('of 1 lets one run at a time, and the next when it has ended', async () => {
    const slow = 'exports.handler = async () => new Promise((go) => setTimeout(go, 100));';
    await cloud.create('narrow', { Code: { ZipFile: zip({ 'index.js': slow }) } });
    await reserved('narrow', 1);
    const results = await Promise.allSettled([cloud.invoke('narrow'), cloud.invoke('narrow')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await cloud.invoke('narrow');
  });

  it('must leave 100 to the other functions, and is the whole function’s', async () => {
    expect(await refusal(reserved('stopped', 950))).toBe(
      "InvalidParameterValueException 400: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    );
    expect(await refusal(reserved('nobody', 1))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('nobody')}:$LATEST`,
    );
    expect(await refusal(reserved(arn('stopped:1'), 1))).toContain(
      'This operation is permitted on Lambda functions only.',
    );
    expect((await cloud.send('GetAccountSettings', {})).AccountLimit).toMatchObject({
      ConcurrentExecutions: 1_000,
      UnreservedConcurrentExecutions: 999,
    });
  });

  it('of all functions together is bounded by the account', async () => {
    await cloud.control('limits', { concurrentExecutions: 1, minimumUnreserved: 0 });
    await expect(cloud.invoke('stopped')).rejects.toMatchObject({ Reason: 'ConcurrentInvocationLimitExceeded' });
    await cloud.control('limits', { concurrentExecutions: 1_000, minimumUnreserved: 100 });
  });
});

describe('provisioned concurrency', () => {
  const config = (requested: number, allocated: number, Status: string) => ({
    RequestedProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: allocated,
    AvailableProvisionedConcurrentExecutions: allocated,
    Status,
  });

  it('is allocated on the clock, and revises the version', async () => {
    await cloud.create('warm', { Publish: true });
    const revision = async () => (await cloud.send('GetFunctionConfiguration', { FunctionName: 'warm:1' })).RevisionId;
    const before = await revision();
    expect(await provision('warm', '1', 2)).toMatchObject(config(2, 0, 'IN_PROGRESS'));
    expect(await provisioned('warm', '1')).toMatchObject(config(2, 0, 'IN_PROGRESS'));
    await cloud.advance(60_000);
    expect(await provisioned('warm', '1')).toMatchObject(config(2, 2, 'READY'));
    expect(await revision()).not.toBe(before);
  });

  it('that equals the reserved leaves nothing for $LATEST, and bounds what may be reserved and provisioned', async () => {
    expect(await refusal(reserved('warm', 1))).toBe(
      "InvalidParameterValueException 400:  ReservedConcurrentExecutions  1 should not be lower than function's total provisioned concurrency [2].",
    );
    await reserved('warm', 2);
    expect(await refusal(cloud.invoke('warm'))).toBe(throttled);
    expect((await cloud.invoke('warm:1')).payload.version).toBe('1');
    expect(await refusal(provision('warm', '1', 3))).toBe(
      'InvalidParameterValueException 400: Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    );
  });

  it('is refused on $LATEST, twice on one version, and on an alias with weights', async () => {
    await cloud.create('picky', { Publish: true });
    await cloud.update('picky', { 'index.js': echo('two') });
    await cloud.publish('picky');
    await cloud.send('CreateAlias', { FunctionName: 'picky', Name: 'live', FunctionVersion: '1' });
    await cloud.send('CreateAlias', {
      FunctionName: 'picky',
      Name: 'canary',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
    });
    expect(await refusal(provision('picky', '$LATEST', 1))).toBe(
      'InvalidParameterValueException 400: Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    );
    expect(await refusal(provision('picky', 'canary', 1))).toBe(
      'InvalidParameterValueException 400: Alias with weights can not be used with Provisioned Concurrency',
    );
    expect(await refusal(provision('picky', 'dead', 1))).toBe(
      `ResourceNotFoundException 404: Cannot find alias arn: ${arn('picky')}:dead`,
    );
    expect(await refusal(provision('picky', '9', 1))).toBe(
      `ResourceNotFoundException 404: Function not found: ${arn('picky')}:9`,
    );
    expect(await refusal(provision('picky', '1', 0))).toContain(
      "Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
    expect(await refusal(provisioned('picky', 'live'))).toBe(
      'ProvisionedConcurrencyConfigNotFoundException 404: No Provisioned Concurrency Config found for this function',
    );
    await provision('picky', 'live', 1);
    expect(await refusal(provision('picky', '1', 1))).toBe(
      'ResourceConflictException 409: Version is pointed by a Provisioned Concurrency alias',
    );
    await provision('picky', '2', 1);
    expect(
      await refusal(cloud.send('UpdateAlias', { FunctionName: 'picky', Name: 'live', FunctionVersion: '2' })),
    ).toContain("ResourceConflictException 409: Alias can't be used for Provisioned Concurrency configuration");
    const { ProvisionedConcurrencyConfigs } = await cloud.send('ListProvisionedConcurrencyConfigs', {
      FunctionName: 'picky',
    });
    expect(ProvisionedConcurrencyConfigs?.map((one) => one.FunctionArn)).toEqual([arn('picky:2'), arn('picky:live')]);
  });

  it('can fail, with what is allocated gone', async () => {
    await cloud.create('cold', { Publish: true });
    await cloud.control('failNext', {
      functionName: 'cold',
      step: 'provision',
      code: '',
      reason: 'FUNCTION_ERROR_INIT_FAILURE',
    });
    await provision('cold', '1', 1);
    await cloud.advance(60_000);
    expect(await provisioned('cold', '1')).toMatchObject({
      ...config(1, 0, 'FAILED'),
      StatusReason: 'FUNCTION_ERROR_INIT_FAILURE',
    });
  });

  describe('of an alias that moves', () => {
    const alias = () => cloud.send('GetAlias', { FunctionName: 'mover', Name: 'live' });

    beforeAll(async () => {
      await cloud.create('mover', { Publish: true });
      await cloud.update('mover', { 'index.js': echo('two') });
      await cloud.publish('mover');
      await cloud.send('CreateAlias', { FunctionName: 'mover', Name: 'live', FunctionVersion: '1' });
      await provision('mover', 'live', 1);
      await cloud.advance(60_000);
    });

    it('follows it, while AWS keeps all traffic on the old version by a weight of its own', async () => {
      const answered = await cloud.send('UpdateAlias', { FunctionName: 'mover', Name: 'live', FunctionVersion: '2' });
      expect(answered).toMatchObject({ FunctionVersion: '2' });
      expect(answered.RoutingConfig).toBeUndefined();
      const during = await alias();
      expect(during).toMatchObject({ FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: { 1: 1 } } });
      expect(during.RevisionId).not.toBe(answered.RevisionId);
      expect(await provisioned('mover', 'live')).toMatchObject(config(1, 1, 'IN_PROGRESS'));
      expect((await cloud.invoke('mover:live')).payload.version).toBe('1');
      expect(await refusal(provision('mover', 'live', 2))).toContain('Alias with weights can not be used');

      await cloud.advance(60_000);
      expect(await provisioned('mover', 'live')).toMatchObject(config(1, 1, 'READY'));
      const after = await alias();
      expect(after.RoutingConfig).toBeUndefined();
      expect(after.RevisionId).not.toBe(during.RevisionId);
      expect((await cloud.invoke('mover:live')).payload.version).toBe('2');
    });

    it('can be taken back in between, with empty weights', async () => {
      await cloud.send('UpdateAlias', { FunctionName: 'mover', Name: 'live', FunctionVersion: '1' });
      const back = { FunctionName: 'mover', Name: 'live', FunctionVersion: '2' };
      expect(await refusal(cloud.send('UpdateAlias', back))).toContain('already included in routing configuration');
      await cloud.send('UpdateAlias', { ...back, RoutingConfig: { AdditionalVersionWeights: {} } });
      await cloud.advance(60_000);
      expect(await alias()).toMatchObject({ FunctionVersion: '2' });
      expect((await cloud.invoke('mover:live')).payload.version).toBe('2');
    });

    it('goes to no third version in between, whatever becomes of the weights', async () => {
      await cloud.update('mover', { 'index.js': echo('three') });
      await cloud.publish('mover');
      await cloud.send('UpdateAlias', { FunctionName: 'mover', Name: 'live', FunctionVersion: '1' });
      const third = { FunctionName: 'mover', Name: 'live', FunctionVersion: '3' };
      const refused = 'InvalidParameterValueException 400: Invalid alias configuration for Provisioned Concurrency';
      expect(await refusal(cloud.send('UpdateAlias', third))).toBe(refused);
      const RoutingConfig = { AdditionalVersionWeights: {} };
      expect(await refusal(cloud.send('UpdateAlias', { ...third, RoutingConfig }))).toBe(refused);
      await cloud.advance(60_000);
      const weighted = { AdditionalVersionWeights: { 1: 0.5 } };
      expect(await refusal(cloud.send('UpdateAlias', { ...third, RoutingConfig: weighted }))).toBe(refused);
      await cloud.send('UpdateAlias', { ...third, FunctionVersion: '2', RoutingConfig });
      await cloud.advance(60_000);
    });

    it('that fails leaves AWS’s weights there, until somebody clears them', async () => {
      const reason = 'FUNCTION_ERROR_INIT_FAILURE';
      await cloud.control('failNext', { functionName: 'mover', step: 'provision', code: '', reason });
      await cloud.send('UpdateAlias', { FunctionName: 'mover', Name: 'live', FunctionVersion: '1' });
      await cloud.advance(3_600_000);
      expect(await provisioned('mover', 'live')).toMatchObject({ ...config(1, 0, 'FAILED'), StatusReason: reason });
      expect(await alias()).toMatchObject({
        FunctionVersion: '1',
        RoutingConfig: { AdditionalVersionWeights: { 2: 1 } },
      });
      expect((await cloud.invoke('mover:live')).payload.version).toBe('2');
      const RoutingConfig = { AdditionalVersionWeights: {} };
      await cloud.send('UpdateAlias', { FunctionName: 'mover', Name: 'live', RoutingConfig });
      expect((await cloud.invoke('mover:live')).payload.version).toBe('1');
    });

    it('cannot follow it to $LATEST, and goes with it when it is deleted', async () => {
      expect(
        await refusal(cloud.send('UpdateAlias', { FunctionName: 'mover', Name: 'live', FunctionVersion: '$LATEST' })),
      ).toContain('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
      await cloud.send('DeleteAlias', { FunctionName: 'mover', Name: 'live' });
      expect(await cloud.send('ListProvisionedConcurrencyConfigs', { FunctionName: 'mover' })).toMatchObject({
        ProvisionedConcurrencyConfigs: [],
      });
    });
  });
});
