import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { controlClient } from '../src/kernel/control-http.ts';
import { role, zip } from './lambda-cloud.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function run(...args: string[]) {
  return runWith({}, ...args);
}

function runWith(environment: Record<string, string>, ...args: string[]) {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.err += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  return { child, output, ended, ready };
}

test.each(['SIGTERM', 'SIGINT'] as const)('says where it listens in one line, and ends well on %s', async (signal) => {
  const { child, output, ended, ready } = run('--port', '0');
  await ready;
  const endpoint = /^local AWS listens on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(output.out)?.[1] ?? '';
  const answer = await fetch(`${endpoint}/_local/now`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  expect(await answer.json()).toBeGreaterThan(0);
  child.kill(signal);
  expect(await ended).toBe(0);
  expect(output.err).toBe('');
});

const bomb = `--import=data:text/javascript,process.on('SIGUSR2',()=>{throw(Error('nobody_catches_this'))})`;

test.each([
  ['SIGTERM', 0],
  ['SIGHUP', 0],
  // An error that nobody catches.
  ['SIGUSR2', 1],
] as const)('leaves none of its files behind after %s', async (signal, code) => {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'local-aws-main-'));
  const { child, output, ended, ready } = runWith(
    { TMPDIR: temporary, NODE_OPTIONS: bomb },
    '--port',
    '0',
    '--time-scale',
    '1000',
  );
  await ready;
  await invokeOnce(output.out.trim().split(' ').at(-1) ?? '');
  expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^local-aws-lambda-/)]);
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(readdirSync(temporary)).toEqual([]);
  rmdirSync(temporary);
});

async function invokeOnce(endpoint: string): Promise<void> {
  const client = new LambdaClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  });
  const FunctionName = 'once';
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: role,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip({ 'index.js': 'exports.handler = async () => {};' }) },
    }),
  );
  await controlClient(endpoint).advance(2_000);
  expect((await client.send(new InvokeCommand({ FunctionName }))).StatusCode).toBe(200);
  client.destroy();
}

test('a port that is taken, or is none, is said plainly', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  const taken = run('--port', String(port));
  expect(await taken.ended).toBe(1);
  expect(taken.output.err).toContain(`port ${port} is taken`);
  server.close();
  const none = run('--port', '70000');
  expect(await none.ended).toBe(1);
  expect(none.output.err).toContain('--port 70000 is not a port from 0 to 65535');
});
