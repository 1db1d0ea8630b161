import { createSummary } from '@actions-aws/action';
import { accessKeyOf, codeOf } from '@actions-aws/testing';
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { endsOf } from '../src/report/ending.ts';
import { outputValues } from '../src/report/report.ts';
import { summarize } from '../src/report/summary.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

const v1 = codeOf('v1');
const MINUTE = 60_000;

/** Takes an IAM action from the run with this number. */
async function deny(Action: string | string[], run: number): Promise<void> {
  await the.cloud.control.registerCredential({
    accessKeyId: accessKeyOf(`run ${run}`),
    policy: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action, Resource: '*' },
      ],
    },
  });
}

/** Makes a mapping of such a source on the bare function, and disables it; `undefined` for a cluster that AWS does not run. */
async function disabledMapping(source: string | undefined): Promise<void> {
  const { UUID } = await the.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: the.functionName,
      ...(source
        ? { EventSourceArn: `arn:aws:${source}` }
        : { SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ['kafka.example.com:9092'] } } }),
      ...(/kinesis|dynamodb/.test(source ?? '') && { StartingPosition: 'LATEST' as const }),
    }),
  );
  await the.pass(MINUTE);
  await the.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
}

test.each([
  ['lambda:ListEventSourceMappings', 'event source mappings'],
  ['lambda:ListFunctionUrlConfigs', 'function URLs'],
  ['lambda:GetPolicy', 'resource policy'],
])('without %s it is not known whether users reach $LATEST, and nothing is written', async (action, what) => {
  await deny(action, 1);
  const before = await the.writes();
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('failed');
  expect(result.refusal?.message).toContain(`${what} (${action})`);
  expect(result.refusal?.hint).toContain(`Allow \`${action}\``);
  expect(await the.writes()).toEqual(before);
  expect(endsOf(result)[0]?.usersReach).not.toContain('No user');
});

test('all that may not be looked at is named at once', async () => {
  await deny(['lambda:ListEventSourceMappings', 'lambda:GetPolicy'], 1);
  const result = await the.promote({ code: v1, dryRun: true });
  expect(result.outcome).toBe('failed');
  expect(result.refusal?.hint).toContain('Allow `lambda:ListEventSourceMappings` and `lambda:GetPolicy`');
});

test('where users may reach $LATEST, a run without the permission goes on, and says what was not looked at', async () => {
  await deny('lambda:GetPolicy', 1);
  const result = await the.promote({ code: v1, allowUnqualified: true });
  expect(result.outcome).toBe('promoted');
  expect(the.log()).toContain('Not looked at, for lack of permission: resource policy (lambda:GetPolicy).');
  expect(outputValues(result).report.functions[0]?.notChecked).toEqual(['resource policy (lambda:GetPolicy)']);
});

test.each([{ dryRun: false }, { dryRun: true }])(
  'a run that lets users reach $LATEST names what does, in a warning and in the summary: %j',
  async ({ dryRun }) => {
    await the.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: the.functionName, AuthType: 'NONE' }));
    await the.lambda.send(
      new AddPermissionCommand({
        FunctionName: the.functionName,
        StatementId: 'api-gateway',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
    const result = await the.promote({ code: v1, allowUnqualified: true, dryRun });
    expect(result.outcome).toBe(dryRun ? 'planned' : 'promoted');
    expect(the.log('warning')).toMatch(
      /^Users reach \$LATEST of search-api .*function URL http.*permission api-gateway/m,
    );
    const summary = createSummary();
    summarize(result, endsOf(result), summary);
    expect(summary.toString()).toMatch(
      /⚠️ Users reach .*LATEST of search-api .*function URL http.*permission api-gateway/,
    );
  },
);

test('where no user reaches $LATEST, `allow-unqualified` alone is no warning', async () => {
  const result = await the.promote({ code: v1, allowUnqualified: true });
  expect(the.log('warning')).toBe('');
  const summary = createSummary();
  summarize(result, endsOf(result), summary);
  expect(summary.toString()).not.toContain('⚠️');
});

test('where users reach $LATEST, it is not said that no user reaches anything', async () => {
  await the.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: the.functionName, AuthType: 'NONE' }));
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('failed');
  expect(endsOf(result)[0]?.usersReach).toBe('There is no alias yet; users reach $LATEST without it.');
});

test('a permission that allows no invocation lets no user in', async () => {
  await the.lambda.send(
    new AddPermissionCommand({
      FunctionName: the.functionName,
      StatementId: 'auditors',
      Action: 'lambda:GetFunction',
      Principal: '210987654321',
    }),
  );
  expect((await the.promote({ code: v1 })).outcome).toBe('promoted');
});

test.each([
  ['sqs:eu-west-1:123456789012:orders'],
  ['kinesis:eu-west-1:123456789012:stream/orders'],
  ['dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000'],
])('a disabled mapping of %s lets no event in, once it is disabled', async (source) => {
  await the.cloud.control.call('lambda.pace', { mapping: MINUTE }, { region: 'eu-west-1' });
  await disabledMapping(source);
  const early = await the.promote({ code: v1 });
  expect(early.outcome).toBe('failed');
  expect(early.refusal?.message).toMatch(/event source mapping .* Disabling/);
  await the.pass(MINUTE);
  expect((await the.promote({ code: v1 })).outcome).toBe('promoted');
});

test.each([
  ['kafka:eu-west-1:123456789012:cluster/orders/1'],
  ['mq:eu-west-1:123456789012:broker:orders:1'],
  ['rds:eu-west-1:123456789012:cluster:orders'],
  [undefined],
])('a disabled mapping of %s may go on for a quarter of an hour', async (source) => {
  await disabledMapping(source);
  await the.pass(14 * MINUTE);
  const early = await the.promote({ code: v1 });
  expect(early.outcome).toBe('failed');
  expect(early.refusal?.message).toMatch(/event source mapping .* Disabled/);
  expect(early.refusal?.hint).toContain('15 minutes');
  await the.pass(MINUTE + 5_000);
  expect((await the.promote({ code: v1 })).outcome).toBe('promoted');
});
