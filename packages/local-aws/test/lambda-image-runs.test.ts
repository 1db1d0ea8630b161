import { type ImageContents, pushImage } from '@actions-aws/testing/images';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type * as sdk from '@aws-sdk/client-lambda';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { interpreter } from '../src/services/lambda/runtime/python/interpreter.ts';
import { lambdaOn } from './lambda-cloud.ts';
import { eventually, lives } from './processes.ts';

let cloud: LocalAws;
let lambda: ReturnType<typeof lambdaOn>;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  lambda = lambdaOn(cloud);
});
afterAll(() => cloud.stop());

const unix = process.platform !== 'win32';
const onUnix = unix ? describe : () => {};
const withPython = (await interpreter()) === undefined ? () => {} : describe;

/** Creates a function of an image that is in the registry. */
function fromImage(name: string, ImageUri: string, input: Partial<sdk.CreateFunctionRequest> = {}) {
  const image = { PackageType: 'Image', Code: { ImageUri }, Runtime: undefined, Handler: undefined } as const;
  return lambda.create(name, { ...image, ...input });
}

/** Builds and pushes an image, and creates a function of it. */
async function running(name: string, contents: ImageContents, input: Partial<sdk.CreateFunctionRequest> = {}) {
  const { uri } = await pushImage(cloud, `${name}:v1`, contents);
  await fromImage(name, uri, input);
}

const base = { Entrypoint: ['/lambda-entrypoint.sh'], WorkingDir: '/var/task' };
const node = `
  console.log('loading');
  let calls = 0;
  exports.handler = async (event, context) => {
    calls += 1;
    console.log('line\\nbreak', { a: 1 });
    process.stdout.write('raw');
    if (event.fail) throw new TypeError('not that');
    if (event.exit !== undefined) process.exit(event.exit);
    if (event.late) setTimeout(() => { throw new Error('late'); });
    if (event.spin) { console.log('spinning'); for (;;); }
    if (event.late) await new Promise((go) => setTimeout(go, 5_000));
    if (event.never) await new Promise(() => {});
    return {
      calls, word: require('./lib/word.js'), env: process.env, cwd: process.cwd(), argv: process.argv.slice(1), pid: process.pid,
      left: context.getRemainingTimeInMillis(), name: context.functionName, arn: context.invokedFunctionArn, client: context.clientContext,
    };
  };
  exports.other = async () => 'other';
  exports.streamed = awslambda.streamifyResponse(async (event, stream) => { stream.write('one '); stream.end('two'); });
`;

if (!unix) {
  it('an image does not run on Windows, and says so', async () => {
    await running('windows', { files: { 'var/task/index.js': '' }, config: { ...base, Cmd: ['index.handler'] } });
    expect((await lambda.invoke('windows')).payload.errorMessage).toContain('not on Windows');
  });
}

onUnix('a Node image', () => {
  const asked = (event: object) => ({ Payload: JSON.stringify(event), LogType: 'Tail' as const });

  beforeAll(async () => {
    const { uri } = await pushImage(cloud, 'node:v1', {
      layers: [{ 'var/task/': '', 'var/task/index.js': node }, { 'var/task/lib/word.js': 'module.exports = "ok"' }],
      config: {
        ...base,
        Cmd: ['index.handler'],
        Env: ['COLOUR=red', 'SHAPE=round', 'MODEL=/var/task/lib', 'NODE_PATH=/opt/nodejs'],
      },
    });
    const Environment = { Variables: { COLOUR: 'blue' } };
    await fromImage('node', uri, { Environment, Timeout: 7 });
    await fromImage('other', uri, { ImageConfig: { Command: ['index.other'] } });
    await fromImage('streams', uri, { ImageConfig: { Command: ['index.streamed'] } });
  });

  it('runs with the variables of the image and of the function', async () => {
    const ClientContext = Buffer.from('{"custom":{"b":"ü"}}').toString('base64');
    const { payload, log } = await lambda.invoke('node', { ...asked({}), ClientContext });
    expect(payload).toMatchObject({
      word: 'ok',
      left: 7_000,
      name: 'node',
      arn: 'arn:aws:lambda:eu-west-1:123456789012:function:node',
      client: { custom: { b: 'ü' } },
      argv: ['/var/runtime/index.mjs'],
      env: {
        COLOUR: 'blue',
        SHAPE: 'round',
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: cloud.endpoint,
        _HANDLER: 'index.handler',
      },
    });
    const root = payload.cwd.replace(/\/var\/task$/, '');
    expect(payload.env).toMatchObject({
      LAMBDA_TASK_ROOT: payload.cwd,
      MODEL: `${root}/var/task/lib`,
      NODE_PATH: `${root}/opt/nodejs`,
    });
    expect(Object.keys(payload.env)).not.toContain('NODE_COMPILE_CACHE');
    const time = '2026-01-01T\\S+Z\t[0-9a-f-]{36}';
    expect(log).toMatch(
      new RegExp(`\tundefined\tINFO\tloading\nSTART .*\n${time}\tINFO\tline\rbreak \\{ a: 1 \\}\nraw\nEND`),
    );
  });

  it('has one handler in each function of it', async () => {
    expect((await lambda.invoke('other')).payload).toBe('other');
    const { Payload } = await lambda.sendAtOnce('Invoke', { FunctionName: 'streams' });
    expect(Buffer.from(Payload ?? []).toString()).toBe('one two');
  });

  it('says an error’s type, message and trace', async () => {
    const { payload, log, FunctionError } = await lambda.invoke('node', asked({ fail: true }));
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'not that' });
    expect(payload.trace[1]).toMatch(/^ {4}at exports.handler \(\/var\/task\/index.js:\d+:\d+\)$/);
    expect(payload.trace.join()).not.toMatch(/local-aws|\/tmp\//);
    expect(log).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"not that","stack":\[/);
  });

  it.each([
    [
      'an exit',
      { exit: 3 },
      'Runtime.ExitError',
      expect.stringMatching(/Error: Runtime exited with error: exit status 3$/),
    ],
    ['an exception out of band', { late: true }, 'Error', 'late'],
    [
      'a promise that never settles',
      { never: true },
      'Runtime.NodeJsExit',
      expect.stringContaining('unexpected Node.js exit code'),
    ],
  ])('fails by %s, and the next invocation does not', async (_, event, errorType, errorMessage) => {
    expect((await lambda.invoke('node', asked(event))).payload).toMatchObject({ errorType, errorMessage });
    expect((await lambda.invoke('node', asked({}))).payload.word).toBe('ok');
  });

  it('keeps its memory while it is warm, and loses it when it runs out of time, even in an endless loop', async () => {
    const { pid, calls } = (await lambda.invoke('node', asked({}))).payload;
    expect((await lambda.invoke('node', asked({}))).payload).toMatchObject({ pid, calls: calls + 1 });
    const hanging = lambda.invoke('node', asked({ spin: true }));
    await logged('/aws/lambda/node', 'spinning');
    await lambda.advance(7_000);
    const { payload, log } = await hanging;
    expect(payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(log).toContain('\tspinning\n');
    await eventually(() => !lives(pid));
    expect((await lambda.invoke('node', asked({}))).payload.calls).toBe(1);
  });

  it.each([
    ['npx aws-lambda-ric', { Entrypoint: ['/usr/local/bin/npx', 'aws-lambda-ric'], Cmd: ['index.handler'] }],
    ['the client by its path', { Entrypoint: ['node', 'node_modules/.bin/aws-lambda-ric'], Cmd: ['index.handler'] }],
    ['a command alone', { Cmd: ['npx', '--yes', 'aws-lambda-ric', 'index.handler'] }],
  ])('is started by %s in its working directory', async (name, config) => {
    const files = { 'app/index.js': 'exports.handler = async () => [process.cwd(), process.env._HANDLER]' };
    const functionName = name.replaceAll(/[^a-z]/g, '');
    await running(functionName, { files, config: { ...config, WorkingDir: '/app' } });
    expect((await lambda.invoke(functionName)).payload).toEqual(
      [expect.stringMatching(/\/app$/), undefined].map((each) => each ?? null),
    );
  });
});

withPython('a Python image', () => {
  const app =
    'import os, sys, word\nprint("loading")\ndef handler(event, context):\n    if event: raise ValueError("no")\n    return [word.WORD, os.getcwd()]\ndef other(event, context):\n    return "other"\n';

  it('runs, has one handler in each function, and finds its packages', async () => {
    const { uri } = await pushImage(cloud, 'python:v1', {
      files: { 'var/task/app.py': app, 'var/lang/lib/python3.12/site-packages/word.py': 'WORD = "ok"' },
      config: { ...base, Cmd: ['app.handler'] },
    });
    await fromImage('python', uri);
    await fromImage('python-other', uri, { ImageConfig: { Command: ['app.other'] } });
    expect((await lambda.invoke('python')).payload).toEqual(['ok', expect.stringMatching(/\/var\/task$/)]);
    expect((await lambda.invoke('python-other')).payload).toBe('other');
    const { payload, log } = await lambda.invoke('python', { Payload: '1', LogType: 'Tail' });
    expect(payload.stackTrace).toEqual([
      '  File "/var/task/app.py", line 4, in handler\n    if event: raise ValueError("no")\n',
    ]);
    // One entry, of which CloudWatch shows the lines.
    expect(log).toContain(
      '[ERROR] ValueError: no\rTraceback (most recent call last):\r\u00a0\u00a0File "/var/task/app.py", line 4',
    );
  });

  it('is started by python -m awslambdaric in its working directory', async () => {
    const Entrypoint = ['/usr/local/bin/python', '-m', 'awslambdaric'];
    const files = { 'function/app.py': 'import os\nhandler = lambda event, context: os.getcwd()' };
    // Python's own variables name what is in the image, and this machine's Python begins nevertheless.
    const config = { Entrypoint, Cmd: ['app.handler'], Env: ['PYTHONSAFEPATH=1', 'PYTHONHOME=/usr/local'] };
    await running('ric', { files: { ...files, 'usr/local/': '' }, config: { ...config, WorkingDir: '/function' } });
    expect((await lambda.invoke('ric')).payload).toMatch(/\/function$/);
  });
});

onUnix('what ImageConfig overrides', () => {
  const files = {
    'var/task/index.js': 'exports.handler = async () => "task"',
    'app/index.js': 'exports.handler = async () => "app"; exports.second = async () => "second"',
  };

  it.each([
    ['the command', { Command: ['index.second'] }, 'second'],
    ['the entry point', { EntryPoint: ['/lambda-entrypoint.sh'] }, 'task'],
    ['the working directory', { WorkingDirectory: '/var/task' }, 'task'],
    ['nothing', {}, 'app'],
  ])('is %s', async (what, ImageConfig, expected) => {
    const config = { Entrypoint: ['npx', 'aws-lambda-ric'], Cmd: ['index.handler'], WorkingDir: '/app' };
    const name = `override-${what.replaceAll(' ', '-')}`;
    await running(name, { files, config }, { ImageConfig });
    expect((await lambda.invoke(name)).payload).toBe(expected);
  });
});

onUnix('an image that cannot be started', () => {
  const files = { 'var/task/index.js': '', 'etc/passwd': '' };
  const unknown = 'the local cloud has no container engine and runs no program of an image';

  it.each([
    [
      'a shell',
      { Entrypoint: ['/bin/sh', '-c', 'exec app'], WorkingDir: '/var/task' },
      'Runtime.InvalidEntrypoint',
      `fork/exec /bin/sh: ${unknown}`,
    ],
    ['a program', { Cmd: ['/main'] }, 'Runtime.InvalidEntrypoint', `fork/exec /main: ${unknown}`],
    ['nothing', {}, 'Runtime.InvalidEntrypoint', `fork/exec : ${unknown}`],
    [
      'another Python module',
      { Entrypoint: ['python3', '-m', 'flask'], Cmd: ['app'] },
      'Runtime.InvalidEntrypoint',
      unknown,
    ],
    [
      'an absolute handler',
      { ...base, Cmd: ['/opt/index.handler'] },
      'Runtime.InvalidEntrypoint',
      'the handler /opt/index.handler is an absolute path',
    ],
    [
      'a handler without a file',
      { ...base, Cmd: ['app.handler'] },
      'Runtime.InvalidEntrypoint',
      'cannot tell the language of the image',
    ],
    ['no handler', base, 'Runtime.ExitError', 'Runtime exited with error: exit status 142'],
    [
      'a relative working directory',
      { ...base, Cmd: ['index.handler'], WorkingDir: 'app' },
      'Runtime.InvalidWorkingDir',
      "the working directory 'app' is invalid, it needs to be an absolute path",
    ],
    [
      'a missing working directory',
      { ...base, Cmd: ['index.handler'], WorkingDir: '/app' },
      'Runtime.InvalidWorkingDir',
      "the working directory doesn't exist: /app",
    ],
  ])('by %s says why', async (what, config, errorType, why) => {
    const name = what.replaceAll(' ', '-').toLowerCase();
    await running(name, { files, config });
    const { payload, FunctionError, log } = await lambda.invoke(name, { LogType: 'Tail' });
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toEqual({ errorType, errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: /) });
    expect(payload.errorMessage).toContain(why);
    expect(log).toContain(`\tPhase: invoke\tStatus: error\tError Type: ${errorType}\t\nSTART`);
    expect(log).toContain(`${errorType}\nEND`);
    expect(log.includes('IMAGE\tLaunch error: ')).toBe(errorType !== 'Runtime.ExitError');
  });

  it('by a layer that leaves the root says which', async () => {
    await running('leaving', { files: { '../outside': 'x' }, config: { ...base, Cmd: ['index.handler'] } });
    const { payload } = await lambda.invoke('leaving');
    expect(payload.errorMessage).toMatch(
      /the layer sha256:[0-9a-f]{64} of leaving@sha256:[0-9a-f]{64} cannot be unpacked: \.\.\/outside leaves the image's root$/,
    );
  });
});

/** Waits for what a process writes in its own time. */
async function logged(logGroupName: string, text: string): Promise<void> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const client = new CloudWatchLogsClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
  for (;;) {
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName }));
    if (events.some(({ message = '' }) => message.includes(text))) break;
    await new Promise((go) => setTimeout(go, 20));
  }
  client.destroy();
}
