import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { controlClient } from '../src/kernel/control-http.ts';
import { outputReader } from '../src/services/lambda/runtime/process/output.ts';
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
