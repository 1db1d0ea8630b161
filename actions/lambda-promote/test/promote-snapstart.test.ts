import { codeOf } from '@actions-aws/testing';
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Asked } from './support/asked.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

// "it can take several minutes": https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html
const snapshotMs = 180_000;
const pace = (change: object) => the.cloud.control.call('lambda.pace', change, { region: 'eu-west-1' });

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
  // AWS takes the setting for every managed runtime (https://github.com/localstack/localstack/pull/12006), and functions
  // here can only be Node's.
  const SnapStart = { ApplyOn: 'PublishedVersions' } as const;
  const { functionName: FunctionName } = the;
  await the.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, SnapStart }));
  await the.pass(2_000);
  await pace({ snapStart: snapshotMs });
  await the.cloud.control.clearJournal();
});
afterEach(() => the.stop());

const asked = (version: string, more: Asked = {}): Asked => ({ code: codeOf(version), smokeOn: 'version', ...more });

test('a version is smoked and promoted once its snapshot is taken, and not before', async () => {
  const began = the.cloud.clock.now();
  const result = await the.promote(asked('v1'));
  expect(result.outcome).toBe('promoted');
  expect(the.cloud.clock.now() - began).toBeGreaterThan(snapshotMs);
  const journal = await the.cloud.control.journal();
  const invoked = journal.filter(({ operation }) => operation === 'Invoke');
  // At the version, then through the alias; never on $LATEST, which has no snapshot, and none refused.
  expect(invoked.map(({ resource, status }) => `${resource.split(':').at(-1)} ${status}`)).toEqual([
    '1 200',
    'live 200',
  ]);
  const read = new GetFunctionConfigurationCommand({ FunctionName: the.functionName, Qualifier: 'live' });
  expect(await the.lambda.send(read)).toMatchObject({
    State: 'Active',
    SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
  });
  // `Off` on $LATEST and `On` on what is live is no change that goes to users.
  expect((await the.promote(asked('v1'))).outcome).toBe('noop');
});

test('a snapshot that cannot be taken ends the run, with the reason, and users stay where they are', async () => {
  await the.promote(asked('v1'));
  const failure = {
    functionName: the.functionName,
    step: 'publish',
    code: 'FunctionError.InitTimeout',
    reason: 'The initialization took longer than 130 s.',
  };
  await the.cloud.control.call('lambda.failNext', failure, { region: 'eu-west-1' });
  const { outcome, observed } = await the.promote(asked('v2'));
  expect(outcome).toBe('failed');
  expect(observed.failure?.message).toMatch(
    /Version 2 of search-api cannot run: it is in the state Failed \(FunctionError\.InitTimeout: The init/,
  );
  expect((await the.alias())?.version).toBe('1');
});

test('a snapshot that takes longer than the run may is waited for by the next run', async () => {
  const { outcome, observed } = await the.promote(asked('v1', { timeoutMs: 60_000 }));
  expect(outcome).toBe('failed');
  expect(observed.failure).toMatchObject({
    message: 'Time ran out: `timeout` is 1m. It was to wait until version 1 of search-api is Active.',
    hint: expect.stringContaining('`timeout`'),
  });
  expect(await the.alias()).toBeUndefined();
  const result = await the.promote(asked('v1'));
  expect(result.outcome).toBe('promoted');
  expect((await the.alias())?.version).toBe('1');
  expect((await the.writes()).filter((name) => name === 'UpdateFunctionCode')).toHaveLength(1);
});

test('a version that slept for so long that its snapshot is gone is woken before it is promoted', async () => {
  await the.promote(asked('v1'));
  await the.promote(asked('v2'));
  const sleeper = { functionName: `${the.functionName}:1` };
  await the.cloud.control.call('lambda.deactivate', sleeper, { region: 'eu-west-1' });
  await pace({ restore: snapshotMs });
  const result = await the.promote({ source: { kind: 'version', version: '1' }, smokeOn: 'version' });
  expect(result.outcome).toBe('promoted');
  expect(await the.use()).toMatchObject({ version: '1' });
});

test('a broken version is rejected behind its snapshot', async () => {
  await the.promote(asked('v1'));
  const result = await the.promote({ code: codeOf('v2', { broken: 'always' }), smokeOn: 'version' });
  expect(result.outcome).toBe('rejected');
  expect((await the.alias())?.version).toBe('1');
});
