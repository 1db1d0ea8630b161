import { arn, lambdaCloud, refusal, region } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());
const configuration = (FunctionName: string) => cloud.send('GetFunctionConfiguration', { FunctionName });

describe('a function with tenants', () => {
  it('shows that it has them, and does not run for none', async () => {
    const TenancyConfig = { TenantIsolationMode: 'PER_TENANT' } as const;
    expect(await cloud.create('tenants', { TenancyConfig })).toMatchObject({ TenancyConfig });
    const version = await cloud.publish('tenants');
    expect(await configuration(`tenants:${version}`)).toMatchObject({ TenancyConfig });
    const missing =
      'InvalidParameterValueException 400: The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.';
    expect(await refusal(cloud.invoke('tenants'))).toBe(missing);
    expect(await refusal(cloud.invoke('tenants', { InvocationType: 'DryRun' }))).toBe(missing);
    expect(await refusal(cloud.invoke('tenants', { TenantId: 'blue' }))).toContain('NotImplemented 501');
    await cloud.create('alone');
    expect(await refusal(cloud.invoke('alone', { TenantId: 'blue' }))).toContain('InvalidParameterValueException 400');
  });
});

describe('a durable function', () => {
  it('shows that it is one, and does not run here', async () => {
    const DurableConfig = { ExecutionTimeout: 3_600, RetentionPeriodInDays: 7 };
    expect(await cloud.create('durable', { DurableConfig })).toMatchObject({ DurableConfig });
    await cloud.send('UpdateFunctionConfiguration', {
      FunctionName: 'durable',
      DurableConfig: { ExecutionTimeout: 60 },
    });
    await cloud.advance(1_500);
    expect((await configuration('durable')).DurableConfig).toEqual({ ExecutionTimeout: 60 });
    expect(await refusal(cloud.invoke('durable'))).toContain('NotImplemented 501: Durable functions do not run');
    await cloud.create('fleeting');
    const input = { FunctionName: 'fleeting', DurableConfig };
    expect(await refusal(cloud.send('UpdateFunctionConfiguration', input))).toContain(
      'InvalidParameterValueException 400',
    );
  });
});

describe('a function on managed instances', () => {
  const CapacityProviderArn = `arn:aws:lambda:${region}:123456789012:capacity-provider:fleet`;
  const given = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn } };

  it('rests where it cannot be invoked, and its versions come with instances', async () => {
    await cloud.create('managed', { CapacityProviderConfig: given });
    expect(await configuration('managed')).toMatchObject({
      State: 'ActiveNonInvocable',
      LastUpdateStatus: 'Successful',
      MemorySize: 2_048,
      CapacityProviderConfig: {
        LambdaManagedInstancesCapacityProviderConfig: {
          CapacityProviderArn,
          ExecutionEnvironmentMemoryGiBPerVCpu: 2,
          PerExecutionEnvironmentMaxConcurrency: 16,
        },
      },
    });
    expect((await configuration('managed')).SnapStart).toBeUndefined();
    expect(await refusal(cloud.invoke('managed'))).toContain('NoPublishedVersionException 400');
    await cloud.update('managed', { 'index.js': '1' });
    expect(await configuration('managed')).toMatchObject({ State: 'ActiveNonInvocable', FunctionArn: arn('managed') });
    const { Version } = await cloud.send('PublishVersion', { FunctionName: 'managed' });
    expect(await configuration(`managed:${Version}`)).toMatchObject({ State: 'Pending' });
    await cloud.advance(60_000);
    expect(await configuration(`managed:${Version}`)).toMatchObject({ State: 'Active' });
    expect(await refusal(cloud.invoke(`managed:${Version}`))).toContain('NotImplemented 501');
  });

  it('is made so, with memory enough, or never', async () => {
    const little = { CapacityProviderConfig: given, MemorySize: 1_024 };
    expect(await refusal(cloud.create('little', little))).toBe(
      'ValidationException 400: Lambda Managed Instance functions must have memory size greater than or equal to 2048',
    );
    const elsewhere = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'fleet' } };
    expect(await refusal(cloud.create('lost', { CapacityProviderConfig: elsewhere }))).toContain(
      "Value 'fleet' at 'capacityProviderConfig.lambdaManagedInstancesCapacityProviderConfig.capacityProviderArn' failed",
    );
    await cloud.create('usual');
    const update = { FunctionName: 'usual', CapacityProviderConfig: given };
    expect(await refusal(cloud.send('UpdateFunctionConfiguration', update))).toBe(
      "InvalidParameterValueException 400: CapacityProviderConfig isn't supported for Lambda Default functions.",
    );
  });
});
