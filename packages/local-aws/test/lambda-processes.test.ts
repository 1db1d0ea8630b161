import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { controlClient } from '../src/kernel/control-http.ts';
import type { Outcome } from '../src/services/lambda/runtime/instance.ts';
import { launch } from '../src/services/lambda/runtime/process/launch.ts';
import { outputReader } from '../src/services/lambda/runtime/process/output.ts';
import { runtimeApi } from '../src/services/lambda/runtime/process/runtime-api.ts';
import { interpreter } from '../src/services/lambda/runtime/python/interpreter.ts';
import { role, zip } from './lambda-cloud.ts';
import { eventually, lives } from './processes.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const app = `
import os, subprocess

def handler(event, context):
    if event.get("spin"):
        while True:
            pass
    return [os.getpid(), subprocess.Popen(["sleep", "60"]).pid]
`;

if ((await interpreter()) !== undefined) {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'no process of a function outlives the local cloud on %s',
    async (signal) => {
      const child = spawn(process.execPath, [main, '--port', '0'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const endpoint = String(line).trim().split(' ').at(-1) ?? '';
      const client = new LambdaClient({
        endpoint,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      });
      const Code = { ZipFile: zip({ 'app.py': app }) };
      const made = {
        FunctionName: 'app',
        Role: role,
        Runtime: 'python3.13',
        Handler: 'app.handler',
        Timeout: 900,
        Code,
      } as const;
      await client.send(new CreateFunctionCommand(made));
      await controlClient(endpoint).advance(2_000);
      const { Payload } = await client.send(new InvokeCommand({ FunctionName: 'app' }));
      const pids: number[] = JSON.parse(Buffer.from(Payload ?? []).toString());
      await client.send(new InvokeCommand({ FunctionName: 'app', InvocationType: 'Event', Payload: '{"spin": true}' }));
      expect(pids.map(lives)).toEqual([true, true]);
      child.kill(signal);
      await once(child, 'exit');
      await eventually(() => !pids.some(lives));
      client.destroy();
    },
  );
}

test.each([
  ['lines', ['a\nb\n'], ['a\n', 'b\n']],
  ['a line in pieces', ['a', 'b', '\nc'], ['ab\n', 'c']],
  ['an empty line', ['\n\n'], ['\n', '\n']],
  ['an entry of several lines', ['\0tag event 4\na\nb\nc\n'], ['a\nb\n', 'c\n']],
  ['an entry in pieces', ['\0ta', 'g eve', 'nt 3\na\n', 'bc\n'], ['a\nb', 'c\n']],
  ['an entry after an open line', ['open\0tag event 1\na'], ['open', 'a']],
  ['a mark', ['a\n\0tag mark 0\nb\n'], ['a\n', '<mark>', 'b\n']],
  ['a line with a NUL in it', ['a\0b\0', '\0\nc'], ['a\0b\0\0\n', 'c']],
  ['the beginning of a frame at the end', ['a\n\0ta'], ['a\n', '\0ta']],
  ['what only looks like a frame', ['\0other event 1\na\n'], ['\0other event 1\n', 'a\n']],
])('the output of a process: %s', (_, chunks, expected) => {
  const found: string[] = [];
  const reader = outputReader(
    'tag',
    (text) => found.push(text),
    () => found.push('<mark>'),
  );
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  reader.end();
  expect(found).toEqual(expected);
});

/** Of a process of its own, in which nothing else is: four times the length, and how many times the processor time that takes. */
const MEASURE = `
  import { outputReader } from '${new URL('../src/services/lambda/runtime/process/output.ts', import.meta.url)}';
  const [character, megabytes] = JSON.parse(process.argv[1]);
  const seconds = (times) => {
    const reader = outputReader('tag', () => {}, () => {});
    const chunk = Buffer.alloc(2 ** 16, character);
    const begun = process.cpuUsage();
    for (let count = 0; count < megabytes * times * 16; count += 1) reader.push(chunk);
    reader.end();
    return process.cpuUsage(begun).user / 1_000_000;
  };
  const fastest = (times) => Math.min(...[1, 2, 3].map(() => seconds(times)));
  fastest(1);
  console.log(fastest(4) / Math.max(fastest(1), 0.01));
`;

test.each([
  ['a long line', 'x', 16],
  ['many short lines', '\n', 0.25],
] as const)(
  'the output of a process: %s takes time by its length, not by the square of it',
  async (_, character, megabytes) => {
    const given = ['--no-warnings', '--input-type=module', '--eval', MEASURE, JSON.stringify([character, megabytes])];
    const { stdout } = await promisify(execFile)(process.execPath, given);
    // By the square it would be 16 times as long.
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(Number(stdout)).toBeLessThan(10);
  },
  60_000,
);

if (process.platform !== 'win32') {
  test('a process has ended although what it started holds its output open', async () => {
    const script = `console.log(require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'inherit' }).pid);
      process.exit(3)`;
    const logged: string[] = [];
    const build = { command: process.execPath, args: ['-e', script], workingDirectory: '/', environment: {} };
    const time = () => ({ now: 0, remaining: 0 });
    const launched = launch(build, { tag: 'tag', log: (text) => logged.push(text), time });
    expect(await launched.exit).toMatchObject({ reason: 'Runtime exited with error: exit status 3' });
    process.kill(Number(logged[0]), 'SIGKILL');
  });
}

test('the Runtime API takes an error of the start once, in any form', async () => {
  const told: Outcome[] = [];
  const api = await runtimeApi({ ready() {}, initError: (outcome) => told.push(outcome), answered() {} });
  const fail = () => fetch(`http://${api.address}/2018-06-01/runtime/init/error`, { method: 'POST', body: 'not JSON' });
  expect([(await fail()).status, (await fail()).status]).toEqual([202, 403]);
  expect(told).toEqual([{ kind: 'error', error: { errorType: '', errorMessage: '' }, body: 'not JSON' }]);
  api.close();
});

test('the Runtime API hands over an invocation, and takes one answer to it', async () => {
  const told: (string | Outcome)[] = [];
  const api = await runtimeApi({
    ready: () => told.push('ready'),
    initError: (outcome) => told.push(outcome),
    answered: (outcome) => told.push(outcome),
  });
  const ask = async (method: string, path: string, body?: string) => {
    const answer = await fetch(`http://${api.address}/2018-06-01/runtime/${path}`, {
      method,
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, body: await answer.json(), headers: answer.headers };
  };
  const next = ask('GET', 'invocation/next');
  const invocation = {
    requestId: 'one',
    event: '{"a":"ü"}',
    milliseconds: 3_000,
    invokedFunctionArn: 'arn',
    clientContext: { custom: 'ü' },
  };
  api.give(invocation, 1_767_225_603_000);
  const { status, body: event, headers } = await next;
  expect([status, event]).toEqual([200, { a: 'ü' }]);
  expect(headers.get('lambda-runtime-aws-request-id')).toBe('one');
  expect(headers.get('lambda-runtime-deadline-ms')).toBe('1767225603000');
  expect(headers.get('lambda-runtime-invoked-function-arn')).toBe('arn');
  expect(headers.get('lambda-runtime-client-context')).toBe('{"custom":"\\u00fc"}');
  expect(await ask('POST', 'invocation/two/response', '1')).toMatchObject({
    status: 400,
    body: { errorType: 'InvalidRequestID' },
  });
  expect(await ask('POST', 'invocation/one/response', '1')).toMatchObject({ status: 202, body: { status: 'OK' } });
  expect((await ask('POST', 'invocation/one/error', '{}')).status).toBe(400);
  // Ready is not taken back: what a function posts there changes nothing.
  expect(await ask('POST', 'init/error', '{}')).toMatchObject({
    status: 403,
    body: { errorType: 'InvalidStateTransition' },
  });
  expect((await ask('GET', 'invocation/one/response')).status).toBe(404);
  expect(told).toEqual(['ready', { kind: 'response', payload: Buffer.from('1') }]);
  api.close();
});
