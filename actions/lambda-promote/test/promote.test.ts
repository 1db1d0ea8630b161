import { createHash } from 'node:crypto';
import { createSummary } from '@actions-aws/action';
import { codeOf, type Zipped } from '@actions-aws/testing';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionUrlConfigCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { endsOf } from '../src/report/ending.ts';
import { failureOfPromotion, outputValues } from '../src/report/report.ts';
import { summarize } from '../src/report/summary.ts';
import { type Asked, checks } from './support/asked.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
beforeEach(async () => {
  the = await stageWorld();
});
afterEach(() => the.stop());

function zipped(source: string): Zipped {
  const bytes = zipSync({ 'index.js': Buffer.from(source) });
  return { bytes, codeSha256: createHash('sha256').update(bytes).digest('base64') };
}

const v1 = codeOf('v1');
const v2 = codeOf('v2');

test('the first promotion makes the alias on the version that was proved', async () => {
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('promoted');
  expect(await the.alias()).toMatchObject({ version: '1', weights: {} });
  expect(await the.alias('live-previous')).toBeUndefined();
  expect((await the.use()).body).toContain('v1');
});

test('the next promotion keeps the version before, and says who moved the alias, from where, and what was proved', async () => {
  await the.promote({ code: v1 });
  const result = await the.promote({ code: v2 });
  expect(result.outcome).toBe('promoted');
  expect(await the.use()).toEqual({ body: expect.stringContaining('v2'), version: '2' });
  expect((await the.alias('live-previous'))?.version).toBe('1');
  expect((await the.alias())?.description).toMatch(
    /^lambda-promote to=2 from=1 run=2\.1 nonce=00000002 order=aaaaaaaaaaaa:2 proof=[0-9a-f]{16}$/,
  );
});

test('what a newer run has made live is a noop: nothing is written', async () => {
  await the.promote({ code: v1, run: 7 });
  const before = await the.writes();
  expect((await the.promote({ code: v1, run: 6 })).outcome).toBe('noop');
  expect(await the.writes()).toEqual(before);
});

test('a dry run prints the plan and writes nothing', async () => {
  await the.promote({ code: v1 });
  const before = await the.writes();
  const result = await the.promote({ code: v2, dryRun: true });
  expect(result.outcome).toBe('planned');
  expect(await the.writes()).toEqual(before);
  expect(the.log()).toContain('move the alias live of search-api from version 1 to the new version');
});

test('a plan that waits twice says for what', async () => {
  await the.promote({ code: v1 });
  await the.cloud.control.call('lambda.pace', { update: 600_000 }, { region: 'eu-west-1' });
  const { functionName: FunctionName } = the;
  await the.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256 }));
  await the.promote({ code: v2, dryRun: true });
  const lines = the.log().split('\n');
  const first = lines.findIndex((line) => line.includes('wait for'));
  expect(lines.slice(first, first + 8).map((line) => line.trim())).toEqual([
    'wait for the update of search-api that is under way already',
    `put the new code (${v2.codeSha256.slice(0, 12)}…) on $LATEST of search-api`,
    'wait until $LATEST of search-api runs the new code',
    'smoke-test $LATEST of search-api',
    'publish $LATEST of search-api as a version',
    'wait until the new version of search-api is Active',
    'keep version 1 of search-api as live-previous',
    'move the alias live of search-api from version 1 to the new version',
  ]);
});

test('broken code is stopped on $LATEST: no version, no move, and the reason from its own log', async () => {
  await the.promote({ code: v1 });
  const result = await the.promote({ code: codeOf('v2', { broken: 'always' }) });
  expect(result.outcome).toBe('rejected');
  expect(result.observed.failure?.message).toContain('the status code is 503, not 200 to 299');
  expect(result.checks.at(-1)?.logTail).toContain('the index is missing');
  expect((await the.alias())?.version).toBe('1');
  const { Versions = [] } = await the.lambda.send(
    new ListVersionsByFunctionCommand({ FunctionName: the.functionName }),
  );
  expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST', '1']);
});

test('code that is broken only behind the alias is taken back', async () => {
  await the.promote({ code: v1 });
  const result = await the.promote({ code: codeOf('v2', { broken: 'behind-alias' }) });
  expect(result.outcome).toBe('rolled-back');
  expect(await the.use()).toEqual({ body: expect.stringContaining('v1'), version: '1' });
  expect((await the.alias())?.description).toContain('undid=2');
});

test('a first promotion that fails behind the alias has nothing to go back to, and says so', async () => {
  const result = await the.promote({ code: codeOf('v1', { broken: 'behind-alias' }) });
  expect(result.outcome).toBe('rollback-failed');
  expect((await the.alias())?.version).toBe('1');
});

test('after a rejection, the code that is live is a noop, and the next good one goes through', async () => {
  await the.promote({ code: v1 });
  await the.promote({ code: codeOf('bad', { broken: 'always' }) });
  expect((await the.promote({ code: v1 })).outcome).toBe('noop');
  expect((await the.promote({ code: v2 })).outcome).toBe('promoted');
});

test('pending configuration goes along, and is told by name only', async () => {
  await the.promote({ code: v1 });
  await the.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: the.functionName,
      MemorySize: 512,
      Environment: { Variables: { TOKEN: 'secret' } },
    }),
  );
  const result = await the.promote();
  expect(result.outcome).toBe('promoted');
  const { MemorySize } = await the.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: the.functionName, Qualifier: 'live' }),
  );
  expect(MemorySize).toBe(512);
  expect(the.log()).toContain('Goes to users of search-api along with the code: MemorySize, 128 → 512');
  expect(the.log()).toContain('environment variable TOKEN, not set → set');
  expect(the.log()).not.toContain('secret');
});

test('an existing version is smoked by its number before it goes live', async () => {
  await the.promote({ code: v1 });
  await the.lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: the.functionName, ZipFile: v2.bytes, Publish: true }),
  );
  const result = await the.promote({ source: { kind: 'version', version: '2' } });
  expect(result.outcome).toBe('promoted');
  expect(result.checks.map(({ target }) => target)).toEqual(['2', 'live']);
});

test('an older run is superseded, unless it may', async () => {
  await the.promote({ code: v1, run: 7 });
  const older = await the.promote({ code: v2, run: 6 });
  expect(older.outcome).toBe('superseded');
  expect((await the.alias())?.version).toBe('1');
  expect((await the.promote({ code: v2, run: 6, allowOlder: true })).outcome).toBe('promoted');
});

test('an alias on $LATEST is refused before anything is written', async () => {
  await the.lambda.send(
    new CreateAliasCommand({ FunctionName: the.functionName, Name: 'live', FunctionVersion: '$LATEST' }),
  );
  const before = await the.writes();
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('failed');
  expect(result.refusal?.message).toContain('points to $LATEST');
  expect(await the.writes()).toEqual(before);
});

test('whatever reaches $LATEST directly is named, each with its remedy', async () => {
  await the.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: the.functionName, AuthType: 'NONE' }));
  await the.lambda.send(
    new AddPermissionCommand({
      FunctionName: the.functionName,
      StatementId: 'api-gateway',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  const before = await the.writes();
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('failed');
  expect(result.refusal?.message).toMatch(/function URL https?:.*permission api-gateway/);
  expect(await the.writes()).toEqual(before);
  expect((await the.promote({ code: v1, allowUnqualified: true })).outcome).toBe('promoted');
});

test('time that runs out is an error that says so', async () => {
  await the.promote({ code: v1 });
  const result = await the.promote({ code: v2, timeoutMs: 100 });
  expect(result.outcome).toBe('failed');
  expect(result.observed.failure?.message).toMatch(/[Tt]ime ran out/);
  expect((await the.alias())?.version).toBe('1');
});

test('a check that Lambda is too busy to run is asked again, and never runs twice', async () => {
  await the.cloud.control.addFault({ operation: 'Invoke', when: 'before', kind: 'throttle', times: 2 });
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('promoted');
  const asked = (await the.cloud.control.journal()).filter(({ operation }) => operation === 'Invoke');
  // On $LATEST, and through the alias.
  expect(asked.filter(({ effect }) => effect)).toHaveLength(2);
  expect(asked.length).toBeGreaterThan(2);
});

test('a function without any concurrency is told so', async () => {
  await the.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: the.functionName, ReservedConcurrentExecutions: 0 }),
  );
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('rejected');
  expect(result.observed.failure?.message).toMatch(/Lambda did not run it \(.*smoke-on: version/);
});

test('checks are told apart from what the function itself says', async () => {
  const result = await the.promote({
    code: v1,
    smoke: checks([
      { request: 'GET /api/v1/search', expect: { json: { '$.version': 'v2', '$.path': '/api/v1/search' } } },
    ]),
  });
  expect(result.outcome).toBe('rejected');
  expect(result.observed.failure?.message).toContain('$.version is "v1", not "v2"');
});

test('a move whose every reply is lost is read back, and goes on', async () => {
  await the.promote({ code: v1 });
  const lost = { service: 'lambda', operation: 'UpdateAlias', resource: '*:live', kind: 'reset', times: 20 } as const;
  await the.cloud.control.addFault({ ...lost, when: 'after' });
  const result = await the.promote({ code: v2 });
  expect(result.outcome).toBe('promoted');
  expect((await the.alias())?.version).toBe('2');
});

test('an update that failed is mended by the next one, and not waited for', async () => {
  await the.promote({ code: v1 });
  const failure = { functionName: the.functionName, step: 'update', code: 'InvalidSubnet', reason: 'no such subnet' };
  await the.cloud.control.call('lambda.failNext', failure, { region: 'eu-west-1' });
  const first = await the.promote({ code: v2 });
  expect(first.outcome).toBe('failed');
  expect(failureOfPromotion(first)?.message).toContain('no such subnet');
  expect((await the.promote({ code: v2 })).outcome).toBe('promoted');
  expect((await the.use()).body).toContain('v2');
});

test('what a function says at length is told in short', async () => {
  const source = `exports.handler = async () => { throw new Error('x'.repeat(100_000)); };`;
  const result = await the.promote({ code: zipped(source) });
  expect(result.outcome).toBe('rejected');
  expect(result.observed.failure?.message.length).toBeLessThan(500);
});

test('an update that AWS refuses for a while is not asked for without a pause', async () => {
  await the.promote({ code: v1 });
  await the.cloud.control.addFault({
    service: 'lambda',
    operation: 'PublishVersion',
    kind: 'error',
    error: { code: 'ResourceConflictException', status: 409, message: 'An update is in progress' },
    when: 'before',
    times: 3,
  });
  const began = the.cloud.clock.now();
  expect((await the.promote({ code: v2 })).outcome).toBe('promoted');
  expect(the.cloud.clock.now() - began).toBeGreaterThan(3_000);
});

test('a version that sleeps is woken before it is smoked', async () => {
  await the.promote({ code: v1 });
  await the.promote({ code: v2 });
  const sleeper = { functionName: `${the.functionName}:1` };
  await the.cloud.control.call('lambda.deactivate', sleeper, { region: 'eu-west-1' });
  const result = await the.promote({ source: { kind: 'version', version: '1' } });
  expect(result.outcome).toBe('promoted');
  expect(await the.use()).toMatchObject({ version: '1' });
});

test.each(['the same zip', '$LATEST as it is', 'its number'])(
  'a version that was taken back is promoted again only loudly: by %s',
  async (source) => {
    await the.promote({ code: codeOf('v1') });
    const fails = checks([{ request: 'GET /api/v1/health', expect: { status: 503 } }]);
    expect((await the.promote({ code: codeOf('v2'), verify: fails })).outcome).toBe('rolled-back');
    const again: Record<string, Asked> = {
      'the same zip': { code: codeOf('v2') },
      '$LATEST as it is': { source: { kind: 'latest' } },
      'its number': { source: { kind: 'version', version: '2' } },
    };
    const result = await the.promote(again[source]);
    expect(result.outcome).toBe('promoted');
    const said =
      /^Version 2 of search-api, which this run promotes, was taken back from its users by run 2 \(lambda-promote\) at \d{4}-\d\d-\d\dT[\d:]+Z\.$/;
    expect(the.log('warning')).toMatch(said);
    expect(outputValues(result).report.functions[0]?.warning).toMatch(said);
    const summary = createSummary();
    summarize(result, endsOf(result), summary);
    expect(summary.toString()).toContain('was taken back from its users by run 2');
    // Once it is live again, nothing is said of it any more.
    expect(outputValues(await the.promote(again[source])).report.functions[0]?.warning).toBeNull();
  },
);

test('outputs by function have its name for a key, and no account in them but in ARNs', async () => {
  const functionName = `arn:aws:lambda:eu-west-1:123456789012:function:${the.functionName}`;
  await the.promote({ code: codeOf('v1'), functionName });
  const {
    'alias-arns': aliases,
    'candidate-arns': candidates,
    ...outputs
  } = outputValues(await the.promote({ code: codeOf('v2'), functionName }));
  const account = '123456789012';
  for (const name of ['versions', 'promoted-versions', 'previous-versions'] as const) {
    expect(Object.keys(outputs[name])).toEqual(['search-api']);
    expect(JSON.stringify(outputs[name])).not.toContain(account);
  }
  expect(Object.keys(aliases)).toEqual(['search-api']);
  expect(Object.keys(candidates)).toEqual(['search-api']);
  expect(outputs.report.functions[0]?.function).toBe('search-api');
  expect(JSON.stringify(outputs.report)).not.toContain(account);
});

test('what AWS says of a role is told in the report without its account', async () => {
  await the.cloud.control.addFault({
    operation: 'PublishVersion',
    kind: 'error',
    error: { code: 'AccessDeniedException', status: 403 },
    times: 9,
  });
  const functionName = `arn:aws:lambda:eu-west-1:123456789012:function:${the.functionName}`;
  const { report } = outputValues(await the.promote({ code: codeOf('v1'), functionName }));
  expect(report.message).toContain('lambda:eu-west-1:***:function:search-api');
  expect(JSON.stringify(report)).not.toContain('123456789012');
});

test('the function may be named by its ARN', async () => {
  const functionName = `arn:aws:lambda:eu-west-1:123456789012:function:${the.functionName}`;
  expect((await the.promote({ functionName, code: v1, keepVersions: 1 })).outcome).toBe('promoted');
  expect((await the.promote({ functionName, code: v2, keepVersions: 1 })).outcome).toBe('promoted');
});

test('with checks on the published version nothing runs on $LATEST, and a broken one is stopped', async () => {
  await the.promote({ code: v1, smokeOn: 'version' });
  const result = await the.promote({ code: codeOf('v2', { broken: 'always' }), smokeOn: 'version' });
  expect(result.outcome).toBe('rejected');
  expect(result.checks.map(({ target }) => target)).toEqual(['2']);
  expect((await the.alias())?.version).toBe('1');
});

test.each([
  ['nothing', 'undefined', 'it answered nothing'],
  ['text', '"ok"', 'it answered "ok"'],
  ['JSON without a status', '{ message: "hello" }', 'it answered {"message":"hello"}'],
])('a request that is answered by %s is a failed check, and nothing is published', async (_, answer, told) => {
  const result = await the.promote({ code: zipped(`exports.handler = async () => (${answer});`) });
  expect(result.outcome).toBe('rejected');
  expect(failureOfPromotion(result)?.message).toContain(`GET /api/v1/health: ${told}, which is no HTTP answer`);
  expect(await the.writes()).toEqual(['CreateFunction', 'UpdateFunctionCode']);
});

/** A handler that streams its response: a status and headers, if any, then the body. */
function streaming(prelude: object | undefined, body: string): Zipped {
  return zipped(`exports.handler = awslambda.streamifyResponse(async (event, stream) => {
    const prelude = ${JSON.stringify(prelude) ?? 'undefined'};
    const response = prelude ? awslambda.HttpResponseStream.from(stream, prelude) : stream;
    if (${body !== ''}) response.write(${JSON.stringify(body)});
    response.end();
  });`);
}

test('a handler that streams its response is judged by its own status and body', async () => {
  const [request, headers] = ['GET /api/v1/health', { 'content-type': 'application/json' }];
  const smoke = checks([{ request, expect: { status: 201, json: { '$.ok': true } } }]);
  const code = streaming({ statusCode: 201, headers, cookies: [] }, '{"ok":true}');
  expect((await the.promote({ code, smoke, verify: smoke })).outcome).toBe('promoted');
});

test.each([
  ['a status of its own', { statusCode: 500 }, '{"ok":true}', 'the status code is 500, not 200 to 299'],
  ['no status', undefined, '{"ok":true}', 'it answered {"ok":true}, which is no HTTP answer'],
  // AWS's runtime sends the status with the first write, and without one not at all.
  ['no body, and so no status', { statusCode: 204 }, '', 'it answered nothing, which is no HTTP answer'],
])('a handler that streams %s is rejected by it', async (_, prelude, body, told) => {
  const result = await the.promote({ code: streaming(prelude, body) });
  expect(result.outcome).toBe('rejected');
  expect(result.observed.failure?.message).toContain(told);
});

test('an event source mapping on the bare function is named, with its remedy', async () => {
  await the.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: the.functionName,
      EventSourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders',
    }),
  );
  const result = await the.promote({ code: v1 });
  expect(result.outcome).toBe('failed');
  expect(result.refusal?.message).toMatch(/event source mapping .*orders/);
  expect(result.refusal?.hint).toContain('ARN of the alias');
});

test('an unknown end of the credentials is said once, however many functions there are', async () => {
  await the.make('search-worker');
  await the.promoteAll([{ code: v1 }, { code: v1, functionName: 'search-worker' }]);
  expect(the.log().match(/credentials end is not known/g)).toHaveLength(1);
});
