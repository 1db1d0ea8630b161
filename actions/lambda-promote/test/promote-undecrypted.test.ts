import { accessKeyOf, codeOf } from '@actions-aws/testing';
import { type Environment, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// Environment variables that are encrypted with a key which the role of the workflow may not use.
const KMSKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const policy = {
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'kms:Decrypt', Resource: KMSKeyArn },
  ],
} as const;

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  await configure({ Variables: { TABLE: 'search' } });
  for (const run of [1, 2, 3]) {
    await the.cloud.control.registerCredential({ accessKeyId: accessKeyOf(`run ${run}`), policy });
  }
  await the.promote({ code: codeOf('v1') });
});
afterEach(() => the.stop());

/** As infrastructure code does it. */
async function configure(environment: Environment): Promise<void> {
  const change = { FunctionName: the.functionName, KMSKeyArn, Environment: environment };
  await the.lambda.send(new UpdateFunctionConfigurationCommand(change));
  await the.pass(60_000);
}

const v2 = codeOf('v2');

test('the plan says that they may have changed', async () => {
  await the.promote({ code: v2, dryRun: true });
  expect(the.log()).toContain('environment variables, not readable (AccessDeniedException) → perhaps others');
});

test('a share that is held is gone on from, for AWS publishes nothing new where nothing has changed', async () => {
  expect((await the.promote({ code: v2, until: 0.1 })).outcome).toBe('held');
  expect((await the.promote({ code: v2 })).outcome).toBe('promoted');
  expect(await the.alias()).toMatchObject({ version: '2', weights: {} });
});

test('and is left alone where they have changed', async () => {
  await the.promote({ code: v2, until: 0.1 });
  await configure({ Variables: { TABLE: 'search-2' } });
  expect((await the.promote({ code: v2 })).outcome).toBe('superseded');
  expect(await the.alias()).toMatchObject({ version: '1', weights: { 2: 0.1 } });
});
