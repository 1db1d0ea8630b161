import { lambdaCloud, refusal, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

const commonjs = (body: string) => ({ 'index.js': `exports.handler = ${body};` });

/** Creates a function of these files and is ready to invoke it. */
async function running(name: string, files: Record<string, string>, input: object = {}) {
  await cloud.create(name, { Code: { ZipFile: zip(files) }, ...input });
}

describe('a handler', () => {
  it.each([
    ['CommonJS', 'index.handler', { 'index.js': 'exports.handler = async () => "ok"' }],
    ['an ES module by .mjs', 'index.handler', { 'index.mjs': 'export const handler = async () => "ok"' }],
    [
      'an ES module by package.json',
      'index.handler',
      { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = async () => "ok"' },
    ],
    [
      'CommonJS by .cjs',
      'index.handler',
      { 'package.json': '{"type":"module"}', 'index.cjs': 'exports.handler = async () => "ok"' },
    ],
    [
      'in a folder, with a nested export',
      'src/app.api.get',
      {
        'src/app.js': 'exports.api = { get: async () => require("./word.js") }',
        'src/word.js': 'module.exports = "ok"',
      },
    ],
    [
      'top-level await',
      'index.handler',
      { 'index.mjs': 'const word = await Promise.resolve("ok"); export const handler = async () => word' },
    ],
    [
      'a callback',
      'index.handler',
      { 'index.js': 'exports.handler = (event, context, callback) => setTimeout(() => callback(null, "ok"), 5)' },
    ],
    ['context.succeed', 'index.handler', { 'index.js': 'exports.handler = (event, context) => context.succeed("ok")' }],
  ])('runs as %s', async (name, Handler, files) => {
    const functionName = name.replaceAll(/[^a-zA-Z]/g, '');
    await running(functionName, files as unknown as Record<string, string>, { Handler });
    expect(await cloud.invoke(functionName)).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      payload: 'ok',
    });
  });

  it('answers null when it returns nothing, and null too when it returns without promise or callback', async () => {
    await running('silent', commonjs('async () => {}'));
    expect((await cloud.invoke('silent')).payload).toBeNull();
    await running('forgetful', commonjs('() => "lost"'));
    expect((await cloud.invoke('forgetful')).payload).toBeNull();
  });

  it('on Node.js 24 and later returns without promise, and may not take a callback', async () => {
    await running('direct', commonjs('() => "kept"'), { Runtime: 'nodejs24.x' });
    expect((await cloud.invoke('direct')).payload).toBe('kept');
    await running('old-style', commonjs('(event, context, callback) => callback(null, 1)'), { Runtime: 'nodejs24.x' });
    expect(await cloud.invoke('old-style', { LogType: 'Tail' })).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'Runtime.CallbackHandlerDeprecated' },
      log: expect.stringContaining('\tERROR\tInit Error \t{"errorType":"Runtime.CallbackHandlerDeprecated"'),
    });
  });

  it('waits for the event loop to be empty after the callback, unless told not to', async () => {
    const body = (extra: string) =>
      `(event, context, callback) => { ${extra} let late = false; setTimeout(() => { late = true; }, 20); callback(null, { get late() { return late; } }); }`;
    await running('patient', commonjs(body('')));
    expect((await cloud.invoke('patient')).payload).toEqual({ late: true });
    await running('hasty', commonjs(body('context.callbackWaitsForEmptyEventLoop = false;')));
    expect((await cloud.invoke('hasty')).payload).toEqual({ late: false });
  });

  it('gets the event, a complete context, and an environment of its own', async () => {
    process.env.LEAK = 'from the host';
    await running(
      'curious',
      commonjs(
        'async (event, context) => ({ event, context, left: context.getRemainingTimeInMillis(), env: process.env, cwd: process.cwd() })',
      ),
      { Timeout: 7, MemorySize: 256, Environment: { Variables: { COLOUR: 'red' } }, Publish: true },
    );
    const { payload } = await cloud.invoke('curious:1', {
      Payload: JSON.stringify({ a: [1] }),
      ClientContext: Buffer.from('{"custom":{"b":2}}').toString('base64'),
    });
    delete process.env.LEAK;
    expect(payload).toMatchObject({
      event: { a: [1] },
      left: 7_000,
      context: {
        functionName: 'curious',
        functionVersion: '1',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:curious:1',
        memoryLimitInMB: '256',
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        logGroupName: '/aws/lambda/curious',
        logStreamName: expect.stringMatching(/^2026\/01\/01\/\[1\][0-9a-f]{32}$/),
        clientContext: { custom: { b: 2 } },
      },
      env: {
        COLOUR: 'red',
        _HANDLER: 'index.handler',
        AWS_REGION: 'eu-west-1',
        AWS_LAMBDA_FUNCTION_VERSION: '1',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      },
    });
    expect(payload.env.LAMBDA_TASK_ROOT).toBe(payload.cwd);
    const others = Object.keys(payload.env).filter(
      (name) => !/^(AWS_|LAMBDA_|_HANDLER$|COLOUR$|LANG$|PATH$|TZ$)/.test(name),
    );
    expect(others).toEqual([]);
  });

  it('keeps its memory while it is warm, and no other function or version shares it', async () => {
    const counter = 'let count = 0; exports.handler = async () => ++count;';
    await running('counter', { 'index.js': counter }, { Publish: true });
    await running('stranger', { 'index.js': counter });
    expect((await cloud.invoke('counter')).payload).toBe(1);
    expect((await cloud.invoke('counter')).payload).toBe(2);
    expect((await cloud.invoke('counter:1')).payload).toBe(1);
    expect((await cloud.invoke('stranger')).payload).toBe(1);
    await cloud.send('UpdateFunctionConfiguration', { FunctionName: 'counter', Timeout: 4 });
    expect((await cloud.invoke('counter')).payload).toBe(3);
    await cloud.advance(1_500);
    expect((await cloud.invoke('counter')).payload).toBe(1);
  });

  it('runs one invocation at a time in each environment, and as many environments as are needed', async () => {
    const body =
      'let busy = false; exports.handler = async () => { const overlap = busy; busy = true; await new Promise((go) => setTimeout(go, 50)); busy = false; return overlap; };';
    await running('crowded', { 'index.js': body });
    const results = await Promise.all(Array.from({ length: 4 }, () => cloud.invoke('crowded')));
    expect(results.map((one) => one.payload)).toEqual([false, false, false, false]);
  });
});

describe('an invocation that fails', () => {
  it('says the error’s type, message and trace, and still has status 200', async () => {
    await running('thrower', commonjs('async () => { throw new TypeError("not that"); }'));
    const { payload, ...answer } = await cloud.invoke('thrower', { LogType: 'Tail' });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST' });
    expect(payload).toEqual({
      errorType: 'TypeError',
      errorMessage: 'not that',
      trace: expect.arrayContaining(['TypeError: not that', expect.stringContaining('/var/task/index.js:1:')]),
    });
    expect(answer.log).toMatch(
      /\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"not that","stack":\[/,
    );
  });

  it('names files as AWS does, in its answer, its log and its own words', async () => {
    const files = {
      'index.js': `
        const { deep } = require('./lib/deep.js');
        exports.handler = async ({ way }) => {
          try { deep(); } catch (error) {
            console.log(error);
            console.error(error.stack);
            process.stderr.write(error.stack);
            if (way === 'return') return error.stack;
            throw error;
          }
        };`,
      'lib/deep.js': 'exports.deep = () => { throw new Error("deep") };',
    };
    await running('located', files);
    for (const way of ['throw', 'return']) {
      const Payload = Buffer.from(JSON.stringify({ way }));
      const { payload, log } = await cloud.invoke('located', { LogType: 'Tail', Payload });
      const trace = way === 'return' ? (payload as string) : (payload as { trace: string[] }).trace.join('\n');
      expect(trace).toContain('at exports.deep (/var/task/lib/deep.js:1:');
      expect(trace).toContain('(file:///var/runtime/index.mjs:');
      for (const text of [trace, log]) {
        const files = text?.match(/[^\s()"]*\.[cm]?[jt]s\b/g) ?? [];
        expect(files.filter((file) => !/^(file:\/\/)?\/var\/(task|runtime)\//.test(file))).toEqual([]);
      }
    }
  });

  it.each([
    [
      'a rejected callback',
      '(event, context, callback) => callback(new RangeError("far"))',
      { errorType: 'RangeError', errorMessage: 'far' },
    ],
    ['a thrown text', 'async () => { throw "text"; }', { errorType: 'string', errorMessage: 'text', trace: [] }],
    [
      'a result that is no JSON',
      'async () => 1n',
      { errorType: 'Error', errorMessage: 'Unable to stringify response body' },
    ],
    ['a promise that never settles', 'async () => new Promise(() => {})', { errorType: 'Runtime.NodeJsExit' }],
    [
      'a rejection that nobody handles',
      'async () => { Promise.reject(new Error("lost")); await new Promise((go) => setTimeout(go, 50)); }',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
    ],
    [
      'an exception out of band',
      'async () => { setTimeout(() => { throw new Error("late"); }); await new Promise((go) => setTimeout(go, 500)); }',
      { errorType: 'Error', errorMessage: 'late' },
    ],
    [
      'an exit',
      'async () => { process.exit(1); }',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/^RequestId: .* Error: Runtime exited with error: exit status 1$/),
      },
    ],
    [
      'a clean exit',
      'async () => { process.exit(0); }',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('Runtime exited without providing a reason'),
      },
    ],
    [
      'a response over 6 MB',
      'async () => "x".repeat(6_300_000)',
      {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    ],
  ])('by %s', async (name, body, expected) => {
    const functionName = name.replaceAll(/[^a-zA-Z]/g, '');
    await running(functionName, commonjs(body));
    expect(await cloud.invoke(functionName)).toMatchObject({ FunctionError: 'Unhandled', payload: expected });
    expect((await cloud.invoke(functionName)).FunctionError).toBe('Unhandled');
  });

  it('out of band costs its environment, and not the next invocation', async () => {
    const body =
      'async ({ fail }) => { if (fail) Promise.reject(new Error("lost")); await new Promise((go) => setTimeout(go, 20)); return "fine"; }';
    await running('recovering', commonjs(body));
    for (let round = 0; round < 3; round++) {
      expect((await cloud.invoke('recovering', { Payload: Buffer.from('{"fail":true}') })).FunctionError).toBe(
        'Unhandled',
      );
      expect((await cloud.invoke('recovering')).payload).toBe('fine');
    }
  });

  it('by a lack of memory ends its environment only', async () => {
    await running(
      'greedy',
      commonjs('async () => { const all = []; for (;;) all.push(new Array(100_000).fill({})); }'),
    );
    expect((await cloud.invoke('greedy')).payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('Runtime exited with error: signal: killed'),
    });
  });

  it.each([
    [
      'no file',
      'index.handler',
      { 'other.js': '' },
      'Runtime.ImportModuleError',
      "Error: Cannot find module 'index'\nRequire stack:\n- /var/runtime/index.mjs",
    ],
    [
      'a missing dependency of an ES module',
      'index.handler',
      { 'index.mjs': 'import "left-pad"' },
      'Error',
      "Cannot find package 'left-pad' imported from /var/task/index.mjs",
    ],
    [
      'a missing dependency',
      'index.handler',
      { 'index.js': 'require("left-pad")' },
      'Runtime.ImportModuleError',
      expect.stringMatching(/^Error: Cannot find module 'left-pad'\nRequire stack:\n- \/var\/task\/index\.js/),
    ],
    [
      'no export',
      'index.handler',
      { 'index.js': 'exports.main = 1' },
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'no function',
      'index.handler',
      { 'index.js': 'exports.handler = 1' },
      'Runtime.HandlerNotFound',
      'index.handler is not a function',
    ],
    ['a malformed name', 'handler', { 'index.js': '' }, 'Runtime.MalformedHandlerName', 'Bad handler'],
    [
      'a syntax error',
      'index.handler',
      { 'index.js': 'exports.handler = (' },
      'Runtime.UserCodeSyntaxError',
      'SyntaxError: Unexpected end of input',
    ],
    [
      'ES module syntax in CommonJS',
      'index.handler',
      { 'index.js': 'export const handler = 1' },
      'Runtime.UserCodeSyntaxError',
      "SyntaxError: Unexpected token 'export'",
    ],
    ['an error while loading', 'index.handler', { 'index.js': 'throw new Error("no config")' }, 'Error', 'no config'],
  ])('at start, by %s', async (name, Handler, files, errorType, errorMessage) => {
    const functionName = `start-${name.replaceAll(/[^a-zA-Z]/g, '')}`;
    await running(functionName, files as unknown as Record<string, string>, { Handler });
    expect(await cloud.invoke(functionName)).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType, errorMessage },
    });
  });

  it('by its timeout, on the local clock, even in an endless loop, and loses its memory', async () => {
    const body = 'let calls = 0; exports.handler = async ({ spin }) => { calls++; while (spin) {} return calls; };';
    await running('endless', { 'index.js': body }, { Timeout: 2 });
    expect((await cloud.invoke('endless')).payload).toBe(1);
    const hanging = cloud.invoke('endless', { Payload: '{"spin":true}', LogType: 'Tail' });
    await eventually(() => logged('endless', 'START') === 2);
    await cloud.advance(1_999);
    await cloud.advance(1);
    const { payload, log, FunctionError } = await hanging;
    expect(FunctionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 2.00 seconds$/),
    });
    expect(log).toContain('Task timed out after 2.00 seconds');
    expect(log).toContain('Status: timeout');
    expect((await cloud.invoke('endless')).payload).toBe(1);
  });

  it('sees its remaining time pass with the local clock', async () => {
    const body =
      'async (event, context) => { const before = context.getRemainingTimeInMillis(); console.log("started"); while (context.getRemainingTimeInMillis() === before); return [before, context.getRemainingTimeInMillis()]; }';
    await running('watcher', commonjs(body), { Timeout: 10 });
    const watching = cloud.invoke('watcher');
    await eventually(() => cloud.logs.some(({ message }) => message.endsWith('\tINFO\tstarted\n')));
    await cloud.advance(4_000);
    expect((await watching).payload).toEqual([10_000, 6_000]);
  });
});

describe('a file that only its owner may read', () => {
  it('is denied to the function, as Lambda runs as somebody else', async () => {
    const files = { 'index.js': 'exports.handler = async () => require("./secret.js")', 'secret.js': '' };
    await cloud.create('denied', { Code: { ZipFile: zip(files, 0o600) } });
    const denied = await cloud.invoke('denied');
    expect(denied).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType: 'Error', errorMessage: "EACCES: permission denied, open '/var/task/index.js'" },
    });
    expect(denied.payload.trace.join()).toContain('give it mode 644');
    await cloud.create('allowed', { Code: { ZipFile: zip(files, 0o644) } });
    expect((await cloud.invoke('allowed')).payload).toEqual({});
  });
});

describe('Node.js features', () => {
  const files = {
    'index.js': 'const { word } = require("./word.mjs"); exports.handler = async () => word;',
    'word.mjs': 'export const word = "required";',
  };

  it('that Lambda turns off are off, unless NODE_OPTIONS turns them on', async () => {
    await running('without', files, { Runtime: 'nodejs22.x' });
    expect((await cloud.invoke('without')).payload.errorMessage).toContain('require() of ES Module');
    const Environment = { Variables: { NODE_OPTIONS: '--experimental-require-module' } };
    await running('with', files, { Runtime: 'nodejs22.x', Environment });
    expect((await cloud.invoke('with')).payload).toBe('required');
    await running('later', files, { Runtime: 'nodejs24.x' });
    expect((await cloud.invoke('later')).payload).toBe('required');
  });

  it('from 24 on fail any promise that never settles', async () => {
    const pending = commonjs('() => new Promise(() => {})');
    await running('pending-22', pending, { Runtime: 'nodejs22.x' });
    expect((await cloud.invoke('pending-22')).payload).toBeNull();
    await running('pending-24', pending, { Runtime: 'nodejs24.x' });
    expect((await cloud.invoke('pending-24')).payload.errorType).toBe('Runtime.NodeJsExit');
  });
});

describe('the log of an invocation', () => {
  it('is framed by START, END and REPORT, and goes to the log group', async () => {
    await running('talker', {
      'index.js':
        'console.log("loading"); exports.handler = async () => { console.log("line\\nbreak", { a: 1 }); console.error("oh"); process.stdout.write("raw"); }',
    });
    const { log } = await cloud.invoke('talker', { LogType: 'Tail' });
    const lines = log.split('\n');
    expect(lines.shift()).toMatch(/\tundefined\tINFO\tloading$/);
    expect(lines[0]).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
    expect(lines[1]).toMatch(/^2026-01-01T\S+Z\t[0-9a-f-]{36}\tINFO\tline\rbreak \{ a: 1 \}$/);
    expect(lines[2]).toMatch(/\tERROR\toh$/);
    expect(lines[3]).toBe('raw');
    expect(lines[4]).toMatch(/^END RequestId: /);
    expect(lines[5]).toMatch(/^REPORT RequestId: \S+\tDuration: \S+ ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\t/);
    const written = cloud.logs.filter(({ group }) => group === '/aws/lambda/talker');
    expect(new Set(written.map(({ stream }) => stream)).size).toBe(1);
    expect(written[0]?.message).toMatch(/^INIT_START Runtime Version: nodejs:22/);
    expect(
      written
        .map(({ message }) => message)
        .slice(1)
        .join(''),
    ).toBe(log);
  });

  it('is cut to its last 4 KB in the answer, and absent unless asked for', async () => {
    await running(
      'verbose',
      commonjs('async () => { for (let line = 0; line < 200; line++) console.log("x".repeat(50)); }'),
    );
    const { log } = await cloud.invoke('verbose', { LogType: 'Tail' });
    expect(log.length).toBe(4_096);
    expect(log).toContain('REPORT');
    expect((await cloud.invoke('verbose')).log).toBe('');
  });
});

describe('an asynchronous invocation', () => {
  const attempts = (name: string) => logged(name, 'END');

  it('is answered before it runs, and tried again after one minute and two more', async () => {
    await running('async-thrower', commonjs('async () => { throw new Error("again"); }'));
    const answer = await cloud.invoke('async-thrower', { InvocationType: 'Event' });
    expect(answer).toMatchObject({ StatusCode: 202, payload: undefined });
    expect(answer.ExecutedVersion).toBeUndefined();
    await eventually(() => attempts('async-thrower') === 1);
    await cloud.advance(60_000);
    await eventually(() => attempts('async-thrower') === 2);
    await cloud.advance(120_000);
    await eventually(() => attempts('async-thrower') === 3);
    await cloud.advance(3_600_000);
    expect(attempts('async-thrower')).toBe(3);
  });

  it('is tried as often as its configuration says', async () => {
    await running('once', commonjs('async () => { throw new Error("no more"); }'));
    await cloud.send('PutFunctionEventInvokeConfig', { FunctionName: 'once', MaximumRetryAttempts: 0 });
    await cloud.invoke('once', { InvocationType: 'Event' });
    await eventually(() => attempts('once') === 1);
    await cloud.advance(3_600_000);
    expect(attempts('once')).toBe(1);
  });
});

describe('a request to invoke', () => {
  it('as a dry run runs nothing', async () => {
    await running('untouched', commonjs('async () => console.log("ran")'));
    expect(await cloud.invoke('untouched', { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
    expect(cloud.logs.some(({ group }) => group === '/aws/lambda/untouched')).toBe(false);
  });

  it('is refused with a payload that is too large, or no JSON, and for a runtime that this machine does not run', async () => {
    const payload = (size: number) => JSON.stringify('x'.repeat(size - 2));
    expect(await refusal(cloud.invoke('untouched', { Payload: payload(6_291_457) }))).toContain(
      'RequestEntityTooLargeException 413',
    );
    expect(
      await refusal(cloud.invoke('untouched', { Payload: payload(1_048_577), InvocationType: 'Event' })),
    ).toContain('RequestEntityTooLargeException 413');
    expect(await refusal(cloud.invoke('untouched', { Payload: '{broken' }))).toContain(
      'InvalidRequestContentException 400: Could not parse request body into json',
    );
    await running('gem', { 'index.rb': '' }, { Runtime: 'ruby3.4' });
    expect(await refusal(cloud.invoke('gem'))).toContain('Runtime ruby3.4 does not run on the local cloud');
  });
});

/** How many lines of a function's log begin so. */
function logged(name: string, beginning: string): number {
  return cloud.logs.filter(({ group, message }) => group === `/aws/lambda/${name}` && message.startsWith(beginning))
    .length;
}

/** Waits for what a worker does in its own time: real time, since no clock of ours moves it. */
async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((go) => setTimeout(go, 5));
  }
}
