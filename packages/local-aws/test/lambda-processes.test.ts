import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { controlClient } from '../src/kernel/control-http.ts';
import type { Outcome } from '../src/services/lambda/runtime/instance.ts';
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
  expect((await ask('POST', 'init/error', 'not JSON')).status).toBe(202);
  expect((await ask('GET', 'invocation/one/response')).status).toBe(404);
  expect(told).toEqual([
    'ready',
    { kind: 'response', payload: Buffer.from('1') },
    { kind: 'error', error: { errorType: '', errorMessage: '' }, body: 'not JSON' },
  ]);
  api.close();
});
