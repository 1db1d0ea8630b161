import {
  CreateAliasCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { cloudwatchCloud, credentials, metric, region } from './cloudwatch-cloud.ts';
import { zip } from './lambda-cloud.ts';

const good = zip({ 'index.js': 'exports.handler = async () => 1;' });
const bad = zip({ 'index.js': 'exports.handler = async () => { throw new Error("no"); };' });

let test: Awaited<ReturnType<typeof cloudwatchCloud>>;
let lambda: LambdaClient;
beforeEach(async () => {
  test = await cloudwatchCloud();
  lambda = new LambdaClient({ endpoint: test.cloud.endpoint, region, credentials, maxAttempts: 1 });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'f',
      Role: 'arn:aws:iam::123456789012:role/worker',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: good },
    }),
  );
  await test.advance(5_000);
});
afterEach(() => test.cloud.stop());

const invoke = (Qualifier?: string) =>
  lambda.send(new InvokeCommand({ FunctionName: 'f', ...(Qualifier && { Qualifier }) }));
const publish = () => lambda.send(new PublishVersionCommand({ FunctionName: 'f' })).then(() => test.advance(2_000));
async function publishBad() {
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: bad }));
  await test.advance(2_000);
  await publish();
}

it('counts an invocation under the minute in which it began, and only after a while', async () => {
  await invoke();
  const invocations = () => test.read(0, 5, metric('m', 'Invocations', 'Sum', { FunctionName: 'f' }));
  expect(await invocations()).toEqual({ m: [] });
  await test.advance(119_000);
  expect(await invocations()).toEqual({ m: [] });
  await test.advance(1_000);
  expect(await invocations()).toEqual({ m: [[0, 1]] });
});

it('publishes the data of a long invocation late, under its beginning', async () => {
  await test.delay({ lambda: 0 });
  await lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: 'f',
      ZipFile: zip({
        'index.js': 'exports.handler = () => new Promise(() => setInterval(() => {}, 1_000));',
      }),
    }),
  );
  await test.advance(2_000);
  const timingOut = invoke();
  const tick = () => new Promise<boolean>((resolve) => setImmediate(resolve, false));
  while (!(await test.cloud.control.journal()).some(({ operation }) => operation === 'Invoke')) await tick();
  // The function runs out of its three seconds of the local clock.
  while (!(await Promise.race([timingOut.then(() => true), tick()]))) await test.advance(1_000);
  const found = await test.read(
    0,
    60,
    metric('errors', 'Errors', 'Sum', { FunctionName: 'f' }),
    metric('longest', 'Duration', 'Maximum', { FunctionName: 'f' }),
  );
  expect(found).toEqual({ errors: [[0, 1]], longest: [[0, 3_000]] });
});

it('tells the versions behind a weighted alias apart, and counts the alias for none of them', async () => {
  await publish();
  await publishBad();
  await lambda.send(
    new CreateAliasCommand({
      FunctionName: 'f',
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.3 } },
    }),
  );
  const executed: string[] = [];
  for (let i = 0; i < 40; i++) executed.push((await invoke('live')).ExecutedVersion ?? '');
  await invoke('1');
  await test.advance(180_000);
  const split = executed.filter((version) => version === '2').length;
  expect(split).toBeGreaterThan(4);
  const alias = { FunctionName: 'f', Resource: 'f:live' };
  const found = await test.read(
    0,
    5,
    metric('all', 'Invocations', 'Sum', {}),
    metric('function', 'Invocations', 'Sum', { FunctionName: 'f' }),
    metric('alias', 'Invocations', 'Sum', alias),
    metric('old', 'Invocations', 'Sum', { ...alias, ExecutedVersion: '1' }),
    metric('new', 'Invocations', 'Sum', { ...alias, ExecutedVersion: '2' }),
    metric('oldErrors', 'Errors', 'Sum', { ...alias, ExecutedVersion: '1' }),
    metric('newErrors', 'Errors', 'Average', { ExecutedVersion: '2', ...alias }),
    metric('version', 'Invocations', 'Sum', { FunctionName: 'f', Resource: 'f:1' }),
    metric('unqualified', 'Invocations', 'Sum', { FunctionName: 'f', Resource: 'f' }),
    metric('partial', 'Invocations', 'Sum', { FunctionName: 'f', ExecutedVersion: '1' }),
  );
  expect(found).toEqual({
    all: [[0, 41]],
    function: [[0, 41]],
    alias: [[0, 40]],
    old: [[0, 40 - split]],
    new: [[0, split]],
    oldErrors: [[0, 0]],
    newErrors: [[0, 1]],
    version: [[0, 1]],
    unqualified: [],
    partial: [],
  });
});

it('moves to the new version with the alias', async () => {
  await test.delay({ lambda: 0 });
  await publish();
  await publishBad();
  await lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
  await invoke('live');
  await test.advance(60_000);
  await lambda.send(new UpdateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' }));
  // Until then some may still be routed to version 1.
  await test.advance(3_000);
  await invoke('live');
  const alias = { FunctionName: 'f', Resource: 'f:live' };
  expect(
    await test.read(
      0,
      5,
      metric('old', 'Invocations', 'Sum', { ...alias, ExecutedVersion: '1' }),
      metric('new', 'Errors', 'Sum', { ...alias, ExecutedVersion: '2' }),
    ),
  ).toEqual({ old: [[0, 1]], new: [[1, 1]] });
});

it('counts a throttled request as a throttle, and as nothing else', async () => {
  await test.delay({ lambda: 0 });
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 0 }));
  await expect(invoke()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  expect(
    await test.read(
      0,
      5,
      metric('throttles', 'Throttles', 'Sum', { FunctionName: 'f' }),
      metric('invocations', 'Invocations', 'Sum', { FunctionName: 'f' }),
      metric('errors', 'Errors', 'Sum', { FunctionName: 'f' }),
    ),
  ).toEqual({ throttles: [[0, 1]], invocations: [], errors: [] });
});

it('publishes how many ran at once', async () => {
  await test.delay({ lambda: 0 });
  await Promise.all([invoke(), invoke(), invoke()]);
  const found = await test.read(0, 5, metric('most', 'ConcurrentExecutions', 'Maximum', { FunctionName: 'f' }));
  expect(found).toEqual({ most: [[0, 3]] });
});

it('raises the alarm of a version behind an alias, once its errors are there', async () => {
  await publish();
  await publishBad();
  await lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' }));
  await test.putAlarm('canary', {
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Statistic: 'Sum',
    TreatMissingData: 'notBreaching',
    Dimensions: [
      { Name: 'FunctionName', Value: 'f' },
      { Name: 'Resource', Value: 'f:live' },
      { Name: 'ExecutedVersion', Value: '2' },
    ],
  });
  await invoke('live');
  const states: unknown[] = [];
  for (let passed = 0; passed < 5; passed++) {
    await test.advance(60_000);
    states.push(await test.state('canary'));
  }
  // Two minutes late, and the next comparison after; then it is too old to be looked at.
  expect(states).toEqual(['OK', 'OK', 'ALARM', 'OK', 'OK']);
});
