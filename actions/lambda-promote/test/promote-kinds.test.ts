import { codeOf } from '@actions-aws/testing';
import { CreateFunctionCommand, type CreateFunctionCommandInput, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// Kinds of functions that would be promoted wrongly, and are refused.

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

const CapacityProviderArn = 'arn:aws:lambda:eu-west-1:123456789012:capacity-provider:fleet';

test.each<[string, Partial<CreateFunctionCommandInput>, string]>([
  [
    'a durable function',
    { DurableConfig: { ExecutionTimeout: 3_600, RetentionPeriodInDays: 7 } },
    'orders is a durable function: each check would begin an execution, and executions stay on the version on which they began, for up to a year (DurableConfig). This action does not support that yet.',
  ],
  [
    'a function with tenants',
    { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } },
    'orders isolates its tenants: a check would have to be of one of them (TenancyConfig). This action does not support that yet.',
  ],
  [
    'a function on managed instances',
    {
      MemorySize: 2_048,
      CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn } },
    },
    'orders runs on managed instances: its $LATEST cannot be invoked, and users without the alias reach $LATEST.PUBLISHED (CapacityProviderConfig). This action does not support that yet.',
  ],
])('%s is refused by name before anything is written, with every source of code', async (_name, kind, why) => {
  const orders = {
    FunctionName: 'orders',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::123456789012:role/orders',
    Code: { ZipFile: codeOf('v1').bytes },
  } as const;
  await the.lambda.send(new CreateFunctionCommand({ ...orders, ...kind }));
  await the.pass(60_000);
  for (const _ of [1, 2]) await the.lambda.send(new PublishVersionCommand({ FunctionName: 'orders' }));
  await the.pass(600_000);
  const before = await the.writes();
  const sources = [
    { code: codeOf('v2') },
    { source: { kind: 'latest' } },
    { source: { kind: 'version', version: '1' } },
  ] as const;
  for (const source of sources) {
    for (const dryRun of [true, false]) {
      const result = await the.promote({ functionName: 'orders', ...source, keepVersions: 1, dryRun });
      expect(result.outcome).toBe('failed');
      expect(result.refusal?.message).toContain(`Could not promote: ${why}`);
    }
  }
  expect(await the.writes()).toEqual(before);
});
