import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { controlClient } from '../src/kernel/control-http.ts';
import { credentials } from '../src/kernel/credentials.ts';
import { allServices } from '../src/local-aws.ts';
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
  // An error that is not caught.
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
  await pushLayer(output.out.trim().split(' ').at(-1) ?? '');
  expect(readdirSync(temporary).sort()).toEqual([
    expect.stringMatching(/^local-aws-bodies-/),
    expect.stringMatching(/^local-aws-ecr-/),
    expect.stringMatching(/^local-aws-lambda-/),
  ]);
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(readdirSync(temporary)).toEqual([]);
  rmdirSync(temporary);
});

function clientOf(endpoint: string, accessKeyId: string): LambdaClient {
  return new LambdaClient({ endpoint, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey: 'secret' } });
}

/** A layer that is large enough for a file. */
async function pushLayer(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const client = new ECRClient({ endpoint, region: 'eu-west-1', credentials });
  await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  client.destroy();
  const headers = { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
  const started = await fetch(`${endpoint}/v2/app/blobs/uploads/`, { method: 'POST', headers });
  const body = Buffer.alloc(300_000);
  expect((await fetch(started.headers.get('location') ?? '', { method: 'PATCH', headers, body })).status).toBe(201);
}

async function invokeOnce(endpoint: string): Promise<void> {
  const client = clientOf(endpoint, 'AKIAIOSFODNN7EXAMPLE');
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

/** What the services are called by people, by the name that the local cloud has for them. */
const TITLES: Readonly<Record<string, string>> = {
  lambda: 'Lambda',
  s3: 'S3',
  sts: 'STS',
  monitoring: 'CloudWatch (',
  logs: 'CloudWatch Logs',
  ecr: 'ECR',
  ecs: 'ECS',
  cloudfront: 'CloudFront',
  'cloudfront-keyvaluestore': 'key value stores',
  elasticloadbalancing: 'Elastic Load Balancing',
};

function serviceNames(): string[] {
  const everywhere = () => {
    throw new Error('no service is asked anything here');
  };
  const services = allServices({ known: credentials(), everywhere, runs: 'in-thread' });
  return [...new Set(services.map(({ name }) => name))];
}

test.each([
  ['--help', 0, 'out'],
  // The first thing that goes wrong says it as well.
  ['--prot', 1, 'err'],
] as const)(
  '%s says region, credentials, services, runtimes, and how a function is made',
  async (argument, code, to) => {
    const { output, ended } = run(argument);
    expect(await ended).toBe(code);
    const text = output[to];
    for (const name of serviceNames()) expect(text).toContain(TITLES[name] ?? `a title for ${name}`);
    for (const word of [
      'region',
      'credentials',
      'runtimes',
      'nodejs',
      'python3',
      'lambda create-function',
      '--port',
      '--time-scale',
    ])
      expect(text).toContain(word);
  },
);

test('the line that makes a function is true, with any access key, and another runtime is kept and not run', async () => {
  const { output: told, ended: helped } = run('--help');
  await helped;
  const line = /aws .*lambda create-function .*/.exec(told.out)?.[0] ?? '';
  const option = (name: string) => new RegExp(`--${name} (\\S+)`).exec(line)?.[1] ?? '';
  const { child, output, ended, ready } = run('--port', '0');
  await ready;
  const endpoint = output.out.trim().split(' ').at(-1) ?? '';
  const client = clientOf(endpoint, /AWS_ACCESS_KEY_ID=(\S+)/.exec(told.out)?.[1] ?? '');
  const made = {
    Role: option('role'),
    Handler: option('handler'),
    Code: { ZipFile: zip({ [`${option('handler').split('.')[0]}.js`]: 'exports.handler = async () => 1;' }) },
  };
  const name = option('function-name');
  await client.send(
    new CreateFunctionCommand({ ...made, FunctionName: name, Runtime: option('runtime') as 'nodejs24.x' }),
  );
  await client.send(new CreateFunctionCommand({ ...made, FunctionName: 'gem', Runtime: 'ruby3.4' }));
  await controlClient(endpoint).advance(2_000);
  const { StatusCode, Payload } = await client.send(new InvokeCommand({ FunctionName: name }));
  expect([StatusCode, Buffer.from(Payload ?? []).toString()]).toEqual([200, '1']);
  await expect(client.send(new InvokeCommand({ FunctionName: 'gem' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('Runtime ruby3.4 does not run'),
  });
  client.destroy();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('a service that is not there is answered with those that are', async () => {
  const { child, output, ended, ready } = run('--port', '0');
  await ready;
  const scope = 'Credential=any/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00';
  const answer = await fetch(output.out.trim().split(' ').at(-1) ?? '', {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}`, 'x-amz-target': 'DynamoDB_20120810.ListTables' },
  });
  expect(answer.status).toBe(501);
  const text = await answer.text();
  for (const name of serviceNames()) expect(text).toContain(name);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
