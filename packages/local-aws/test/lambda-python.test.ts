import { interpreter } from '../src/services/lambda/runtime/python/interpreter.ts';
import { lambdaCloud, zip } from './lambda-cloud.ts';
import { eventually, lives } from './processes.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

/** Creates a Python function of these files. */
async function running(name: string, files: Record<string, string>, input: object = {}) {
  const code = { Runtime: 'python3.12', Handler: 'app.handler', Code: { ZipFile: zip(files) } } as const;
  await cloud.create(name, { ...code, ...input });
}

it('says what is missing where there is no python3', async () => {
  const { PATH } = process.env;
  process.env.PATH = '';
  await running('alone', { 'app.py': '' });
  const { payload, FunctionError } = await cloud.invoke('alone');
  process.env.PATH = PATH;
  expect(FunctionError).toBe('Unhandled');
  expect(payload.errorType).toBe('Runtime.InvalidEntrypoint');
  expect(payload.errorMessage).toMatch(
    process.platform === 'win32'
      ? /not on Windows$/
      : /^RequestId: \S+ Error: fork\/exec \/var\/lang\/bin\/python3: no such file or directory \(.*there is none on its PATH: install Python 3\)$/,
  );
});

// `npm test` says where these are left out.
const withPython = (await interpreter()) === undefined ? () => {} : describe;

const app = `
import collections, decimal, json, logging, os, signal, subprocess, sys, threading, time, traceback

print("loading")
calls = 0
Point = collections.namedtuple("Point", "x y")
circle = []
circle.append(circle)
responses = {
    "text": "é", "nothing": None, "number": {"a": [1, 2.5, True]}, "tuple": (1, 2), "named": [Point(1, 2)],
    "decimal": {"price": decimal.Decimal("1.10")}, "nan": [float("nan"), decimal.Decimal("nan")], "bytes": b"\\x00raw",
    "bytes inside": {"a": b"text"}, "keys": {1: "a"}, "set": {1}, "circle": circle, "large": "x" * 6_300_000,
}

def handler(event, context):
    global calls
    calls += 1
    return globals()["do_" + event["do"]](event, context)

def do_respond(event, context):
    return responses[event["with"]]

def do_raise(event, context):
    raise ValueError("boom in " + __file__)

def do_chain(event, context):
    try:
        json.loads("{")
    except ValueError as error:
        raise KeyError("outer") from error

def do_exit(event, context):
    sys.exit(event["code"])

def do_leave(event, context):
    os._exit(event["code"])

def do_die(event, context):
    os.kill(os.getpid(), getattr(signal, event["signal"]))
    time.sleep(5)

def do_interrupt(event, context):
    raise KeyboardInterrupt("no")

def do_count(event, context):
    return calls

def do_pids(event, context):
    child = subprocess.Popen(["sleep", "60"])
    return [os.getpid(), child.pid]

def do_spin(event, context):
    print("spinning")
    while True:
        pass

def do_watch(event, context):
    before = context.get_remaining_time_in_millis()
    print("started")
    while context.get_remaining_time_in_millis() == before:
        pass
    return [before, context.get_remaining_time_in_millis()]

def do_log(event, context):
    log = logging.getLogger()
    print("line\\nbreak", {"a": 1})
    print("é part", end="")
    log.info("not shown")
    log.warning("two\\nlines")
    log.setLevel("INFO")
    log.info("shown %d", 1)
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("divided")
        traceback.print_exc()
    os.write(1, b"raw ")
    os.write(2, b"both\\n")
    subprocess.run(["echo", "from a child"])
    context.log("by the context")
    print(os.getcwd())

def do_late(event, context):
    threading.Timer(0.05, print, ["afterwards"]).start()

def do_context(event, context):
    members = {name: str(getattr(context, name)) for name in dir(context) if not name.startswith("_")}
    given = context.client_context
    return {
        "members": members, "environment": dict(os.environ), "cwd": os.getcwd(), "path": sys.path, "argv": sys.argv,
        "client": [given.custom, given.env, given.client.app_title, given.client.app_version_name],
        "identity": [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id],
        "modules": sorted(name for name in sys.modules if "aws" in name),
    }
`;

withPython('a Python function', () => {
  beforeAll(() => running('app', { 'app.py': app }, { Timeout: 7, MemorySize: 256, Publish: true }));

  const asked = (event: object) => ({ Payload: JSON.stringify(event), LogType: 'Tail' as const });
  const lines = (log: string) => log.split('\n');
  const line = (text: string) => app.split('\n').findIndex((each) => each.includes(text)) + 1;

  it.each([
    ['text', '"é"'],
    ['nothing', 'null'],
    ['number', '{"a": [1, 2.5, true]}'],
    ['tuple', '[1, 2]'],
    ['named', '[{"x": 1, "y": 2}]'],
    ['decimal', '{"price": 1.10}'],
    ['nan', '[NaN, NaN]'],
    ['bytes', '\0raw'],
    ['bytes inside', '{"a": "text"}'],
    ['keys', '{"1": "a"}'],
  ])('answers %s as AWS’s does: %s', async (what, expected) => {
    const { Payload, FunctionError } = await cloud.sendAtOnce('Invoke', {
      FunctionName: 'app',
      ...asked({ do: 'respond', with: what }),
    });
    expect([FunctionError, Buffer.from(Payload ?? []).toString()]).toEqual([undefined, expected]);
  });

  it('escapes what is not ASCII before Python 3.12', async () => {
    await running('older', { 'app.py': 'handler = lambda event, context: event' }, { Runtime: 'python3.11' });
    const { Payload } = await cloud.sendAtOnce('Invoke', { FunctionName: 'older', Payload: '"é"' });
    expect(Buffer.from(Payload ?? []).toString()).toBe('"\\u00e9"');
  });

  it('says an error’s type, message and trace, in the answer and in the log', async () => {
    const { Payload, FunctionError, LogResult } = await cloud.sendAtOnce('Invoke', {
      FunctionName: 'app',
      ...asked({ do: 'raise' }),
    });
    const at = line('raise ValueError');
    const through = line('return globals()');
    expect(FunctionError).toBe('Unhandled');
    const text = Buffer.from(Payload ?? []).toString();
    const { requestId } = JSON.parse(text);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).toBe(
      `{"errorMessage": "boom in /var/task/app.py", "errorType": "ValueError", "requestId": "${requestId}", "stackTrace": [` +
        `"  File \\"/var/task/app.py\\", line ${through}, in handler\\n    return globals()[\\"do_\\" + event[\\"do\\"]](event, context)\\n", ` +
        `"  File \\"/var/task/app.py\\", line ${at}, in do_raise\\n    raise ValueError(\\"boom in \\" + __file__)\\n"]}`,
    );
    expect(Buffer.from(LogResult ?? '', 'base64').toString()).toContain(
      `[ERROR] ValueError: boom in /var/task/app.py\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line ${through}, in handler\n\u00a0\u00a0\u00a0\u00a0return`,
    );
  });

  it.each([
    [
      'a set',
      { do: 'respond', with: 'set' },
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type set is not JSON serializable',
    ],
    [
      'a circle',
      { do: 'respond', with: 'circle' },
      'Runtime.MarshalError',
      'Unable to marshal response: Circular reference detected',
    ],
    [
      'over 6 MB',
      { do: 'respond', with: 'large' },
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    ],
    ['an error with a cause', { do: 'chain' }, 'KeyError', "'outer'"],
  ])('fails by %s', async (_, event, errorType, errorMessage) => {
    expect(await cloud.invoke('app', asked(event))).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorType, errorMessage },
    });
  });

  it.each([
    ['sys.exit(3)', { do: 'exit', code: 3 }, 'Runtime exited with error: exit status 3'],
    ['sys.exit(0)', { do: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
    ['os._exit(7)', { do: 'leave', code: 7 }, 'Runtime exited with error: exit status 7'],
    ['SIGKILL', { do: 'die', signal: 'SIGKILL' }, 'Runtime exited with error: signal: killed'],
    ['SIGSEGV', { do: 'die', signal: 'SIGSEGV' }, 'Runtime exited with error: signal: segmentation fault'],
  ])('ends by %s, and costs its environment only', async (_, event, reason) => {
    const { payload, log } = await cloud.invoke('app', asked(event));
    expect(payload).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: ${reason}$`)),
    });
    expect(log).toMatch(
      new RegExp(
        `\nRequestId: \\S+ Error: ${reason}\nRuntime.ExitError\nEND .*\nREPORT .*\tStatus: error\tError Type: Runtime.ExitError\t\n$`,
      ),
    );
    expect((await cloud.invoke('app', asked({ do: 'count' }))).payload).toBe(1);
  });

  it('names files as AWS does, also where Python itself prints a trace', async () => {
    const { payload, log } = await cloud.invoke('app', asked({ do: 'interrupt' }));
    expect(payload.errorMessage).toMatch(/exited with error: (signal: interrupt|exit status 130)$/);
    expect(log).toContain('File "/var/task/app.py"');
    const named = log.match(/File "[^"]+"/g) ?? [];
    expect(named.filter((file) => !/"(\/var\/(task|runtime|lang)\/|<)/.test(file))).toEqual([]);
  });

  it('gets a complete context, and an environment of its own', async () => {
    process.env.LEAK = 'from the host';
    const client = { custom: { b: 'ü' }, env: { locale: 'de' }, client: { app_title: 'shop' } };
    const ClientContext = Buffer.from(JSON.stringify(client)).toString('base64');
    const { payload } = await cloud.invoke('app:1', { ...asked({ do: 'context' }), ClientContext });
    delete process.env.LEAK;
    expect(payload.members).toMatchObject({
      function_name: 'app',
      function_version: '1',
      invoked_function_arn: 'arn:aws:lambda:eu-west-1:123456789012:function:app:1',
      memory_limit_in_mb: '256',
      aws_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      log_group_name: '/aws/lambda/app',
      log_stream_name: expect.stringMatching(/^2026\/01\/01\/\[1\][0-9a-f]{32}$/),
      tenant_id: 'None',
    });
    expect(payload.client).toEqual([{ b: 'ü' }, { locale: 'de' }, 'shop', null]);
    expect(payload.identity).toEqual([null, null]);
    expect(payload.environment).toMatchObject({ _HANDLER: 'app.handler', AWS_EXECUTION_ENV: 'AWS_Lambda_python3.12' });
    expect(payload.environment.AWS_ENDPOINT_URL).toBe(cloud.cloud.endpoint);
    expect(payload.environment.AWS_LAMBDA_RUNTIME_API).toMatch(/^127\.0\.0\.1:\d+$/);
    const others = Object.keys(payload.environment).filter(
      (name) => !/^(AWS_|LAMBDA_|_HANDLER$|LANG$|LC_CTYPE$|LD_LIBRARY_PATH$|PATH$|PYTHONPATH$|TZ$)/.test(name),
    );
    expect(others).toEqual([]);
    expect(payload.environment.LAMBDA_TASK_ROOT).toBe(payload.cwd);
    expect(payload.path[0]).toBe(payload.cwd);
    expect(payload.path.join()).not.toContain('local-aws/src');
    expect(payload.argv).toEqual(['/var/runtime/bootstrap.py', 'app.handler']);
    // The only name that a function's own modules may not have.
    expect(new Set(payload.modules.map((name: string) => name.split('.')[0]))).toEqual(new Set(['local_aws_lambda']));
  });

  it('logs what it prints by line, and what it logs as a whole, in order', async () => {
    const { log } = await cloud.invoke('app', asked({ do: 'log' }));
    const time = String.raw`2026-01-01T\d\d:\d\d:\d\d\.\d{3}Z\t[0-9a-f-]{36}\t`;
    const file = String.raw`File "/var/task/app.py", line \d+, in do_log\n +1 / 0\n(?:.*\^.*\n)?`;
    const expected = [
      String.raw`START RequestId: [0-9a-f-]{36} Version: \$LATEST\n`,
      String.raw`line\nbreak \{'a': 1\}\né part\n`,
      String.raw`\[WARNING\]\t${time}two\nlines\n`,
      String.raw`\[INFO\]\t${time}shown 1\n`,
      String.raw`\[ERROR\]\t${time}divided\nTraceback \(most recent call last\):\n  ${file}ZeroDivisionError: division by zero\n`,
      String.raw`Traceback \(most recent call last\):\n  ${file}ZeroDivisionError: division by zero\n`,
      String.raw`raw both\nfrom a child\nby the context\n/var/task\nEND `,
    ];
    expect(log.slice(log.indexOf('START'))).toMatch(new RegExp(`^${expected.join('')}`));
    const written = cloud.logs.map(({ message }) => message);
    expect(written).toContainEqual(expect.stringMatching(/^\[WARNING\].*two\nlines\n$/));
    expect(written).toContain("break {'a': 1}\n");
    expect(written).toContainEqual(expect.stringMatching(/^INIT_START Runtime Version: python:3\.12\.v1\t/));
  });

  it('keeps its memory while it is warm, and logs what it prints between invocations', async () => {
    await cloud.invoke('app', asked({ do: 'late' }));
    const before = (await cloud.invoke('app', asked({ do: 'count' }))).payload;
    expect((await cloud.invoke('app', asked({ do: 'count' }))).payload).toBe(before + 1);
    await eventually(() => cloud.logs.some(({ message }) => message === 'afterwards\n'));
  });

  it('runs out of time on the local clock, even in an endless loop, and loses its memory', async () => {
    const spinning = cloud.logs.length;
    const hanging = cloud.invoke('app', asked({ do: 'spin' }));
    await eventually(() => cloud.logs.slice(spinning).some(({ message }) => message === 'spinning\n'));
    await cloud.advance(6_999);
    await cloud.advance(1);
    const { payload, log } = await hanging;
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 7.00 seconds$/),
    });
    expect(lines(log).slice(1, 4)).toEqual([
      'spinning',
      expect.stringMatching(/Task timed out after 7.00 seconds$/),
      '',
    ]);
    expect((await cloud.invoke('app', asked({ do: 'count' }))).payload).toBe(1);
  });

  it('sees its remaining time pass with the local clock', async () => {
    const before = cloud.logs.length;
    const watching = cloud.invoke('app', asked({ do: 'watch' }));
    await eventually(() => cloud.logs.slice(before).some(({ message }) => message === 'started\n'));
    await cloud.advance(4_000);
    expect((await watching).payload).toEqual([7_000, 3_000]);
  });

  it('leaves no process behind, nor one that it has started, when its environment ends', async () => {
    const { payload } = await cloud.invoke('app', asked({ do: 'pids' }));
    expect(payload.map(lives)).toEqual([true, true]);
    await cloud.cloud.control.snapshot('running');
    await cloud.cloud.control.restore('running');
    await eventually(() => !payload.some(lives));
    expect((await cloud.invoke('app', asked({ do: 'count' }))).payload).toBe(1);
  });

  it('runs one invocation at a time in each environment, and as many environments as are needed', async () => {
    const crowded =
      'import time\nbusy = False\ndef handler(event, context):\n    global busy\n    overlap, busy = busy, True\n    time.sleep(0.05)\n    busy = False\n    return overlap';
    await running('crowded', { 'app.py': crowded });
    const results = await Promise.all(Array.from({ length: 3 }, () => cloud.invoke('crowded')));
    expect(results.map(({ payload }) => payload)).toEqual([false, false, false]);
  });
});

withPython('a Python function that does not start', () => {
  it.each([
    [
      'no module',
      'app.handler',
      { 'other.py': '' },
      'Runtime.ImportModuleError',
      "Unable to import module 'app': No module named 'app'",
      [],
    ],
    [
      'a missing dependency',
      'app.handler',
      { 'app.py': 'import left_pad' },
      'Runtime.ImportModuleError',
      "Unable to import module 'app': No module named 'left_pad'",
      [],
    ],
    [
      'no function',
      'app.handler',
      { 'app.py': '' },
      'Runtime.HandlerNotFound',
      "Handler 'handler' missing on module 'app'",
      [],
    ],
    [
      'a malformed name',
      'handler',
      { 'app.py': '' },
      'Runtime.MalformedHandlerName',
      "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
      [],
    ],
    [
      'a syntax error',
      'app.handler',
      { 'app.py': 'x = 1\nx ==== 2\n' },
      'Runtime.UserCodeSyntaxError',
      "Syntax error in module 'app': invalid syntax (app.py, line 2)",
      ['  File "/var/task/app.py" Line 2\n    x ==== 2\n'],
    ],
    [
      'a built-in module',
      'sys.exit',
      { 'app.py': '' },
      'Runtime.BuiltInModuleConflict',
      'Cannot use built-in module sys as a handler module',
      [],
    ],
    [
      'an error while loading',
      'app.handler',
      { 'app.py': 'print("before")\nraise KeyError("no config")' },
      'KeyError',
      "'no config'",
      expect.arrayContaining(['  File "/var/task/app.py", line 2, in <module>\n    raise KeyError("no config")\n']),
    ],
  ])(
    'by %s says so in AWS’s words, twice in its log',
    async (name, Handler, files, errorType, errorMessage, stackTrace) => {
      const functionName = name.replaceAll(' ', '-');
      await running(functionName, files as unknown as Record<string, string>, { Handler });
      const { payload, FunctionError, log } = await cloud.invoke(functionName, { LogType: 'Tail' });
      expect(FunctionError).toBe('Unhandled');
      expect(payload).toEqual({ errorMessage, errorType, requestId: '', stackTrace });
      const written = cloud.logs
        .filter(({ group }) => group === `/aws/lambda/${functionName}`)
        .map(({ message }) => message);
      expect(written.filter((message) => message.startsWith(`[ERROR] ${errorType}: ${errorMessage}\n`))).toHaveLength(
        2,
      );
      expect(
        written.filter((message) => message.startsWith('INIT_REPORT')).map((each) => each.replace(/[\d.]+ ms/, '')),
      ).toEqual([
        `INIT_REPORT Init Duration: \tPhase: init\tStatus: error\tError Type: ${errorType}\t\n`,
        `INIT_REPORT Init Duration: \tPhase: invoke\tStatus: error\tError Type: ${errorType}\t\n`,
      ]);
      expect(log).toContain('LAMBDA_WARNING: Unhandled exception.');
      expect(JSON.stringify(payload)).not.toMatch(/local-aws|python\d\.\d+\/(site|dist)-packages/);
    },
  );

  const startsAtSecond =
    'import os\nif not os.path.exists(__file__ + ".begun"):\n    open(__file__ + ".begun", "w").close()\n    raise SystemExit(9)\n';

  it('at first is started once more, in the time of the invocation', async () => {
    const flaky = `${startsAtSecond}handler = lambda event, context: "second"`;
    await running('flaky', { 'app.py': flaky });
    const { payload, log } = await cloud.invoke('flaky', { LogType: 'Tail' });
    expect(payload).toBe('second');
    expect(log).toMatch(/^INIT_REPORT .*\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\t\nSTART/);
  });

  it('in the time of the invocation runs out of it', async () => {
    const stuck = `${startsAtSecond}import time\nprint("stuck")\ntime.sleep(60)`;
    await running('stuck', { 'app.py': stuck });
    const starting = cloud.invoke('stuck', { LogType: 'Tail' });
    await eventually(() => cloud.logs.some(({ message }) => message === 'stuck\n'));
    await cloud.advance(3_000);
    expect((await starting).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it('is a nested module where its name says so', async () => {
    for (const [index, Handler] of ['src/api/main.handler', 'src.api.main.handler'].entries()) {
      const files = {
        'src/api/main.py': 'from .word import WORD\ndef handler(event, context):\n    return WORD',
        'src/api/word.py': 'WORD = "ok"',
      };
      await running(`nested-${index}`, files, { Handler });
      expect((await cloud.invoke(`nested-${index}`)).payload).toBe('ok');
    }
  });
});
