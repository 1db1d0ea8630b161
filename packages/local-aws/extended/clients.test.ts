import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { type LocalAws, startLocalAws } from '../src/index.ts';
import { clientEnvironment } from './client-environment.ts';

// Clients that share no code with the local cloud, as their users have them: a bug that our wire layer and the JavaScript
// SDK had in common would show here. Needs `aws` and a python3 with boto3 in PATH.

const run = promisify(execFile);
const minute = 60_000;

let cloud: LocalAws;
let folder: string;
beforeAll(async () => {
  cloud = await startLocalAws({ clock: { scale: 20 } });
  // Clients that do not wait for a change of an alias to reach everybody meet it at once.
  await cloud.control.call('lambda.pace', { alias: 0 }, { region: 'eu-west-1' });
  folder = await mkdtemp(join(tmpdir(), 'clients-'));
  for (const version of ['v1', 'v2']) {
    const handler = `exports.handler = async (event) => ({ version: '${version}', name: event.name });`;
    await writeFile(join(folder, `${version}.zip`), zipSync({ 'index.js': Buffer.from(handler) }));
  }
});
afterAll(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true, force: true });
});

async function aws(...words: string[]): Promise<string> {
  const { stdout } = await run('aws', ['--endpoint-url', cloud.endpoint, '--output', 'json', ...words], {
    cwd: folder,
    env: clientEnvironment(folder),
  });
  return stdout;
}

test(
  'the AWS CLI creates, updates, publishes, aliases and invokes a function',
  async () => {
    const name = ['--function-name', 'by-cli'];
    const role = 'arn:aws:iam::123456789012:role/function';
    await aws(
      'lambda',
      'create-function',
      ...name,
      '--runtime',
      'nodejs22.x',
      '--handler',
      'index.handler',
      '--role',
      role,
      '--zip-file',
      'fileb://v1.zip',
    );
    await aws('lambda', 'wait', 'function-active-v2', ...name);
    expect(JSON.parse(await aws('lambda', 'publish-version', ...name)).Version).toBe('1');
    await aws('lambda', 'update-function-code', ...name, '--zip-file', 'fileb://v2.zip');
    await aws('lambda', 'wait', 'function-updated-v2', ...name);
    expect(JSON.parse(await aws('lambda', 'publish-version', ...name)).Version).toBe('2');
    await aws('lambda', 'create-alias', ...name, '--name', 'live', '--function-version', '1');
    await aws(
      'lambda',
      'update-alias',
      ...name,
      '--name',
      'live',
      '--function-version',
      '2',
      '--routing-config',
      'AdditionalVersionWeights={1=0.5}',
    );
    await aws(
      'lambda',
      'update-alias',
      ...name,
      '--name',
      'live',
      '--function-version',
      '2',
      '--routing-config',
      'AdditionalVersionWeights={}',
    );
    // Of a file versions 1 and 2 of the CLI take the bytes; text they read differently.
    await writeFile(join(folder, 'event.json'), '{"name":"cli"}');
    const told = JSON.parse(
      await aws('lambda', 'invoke', ...name, '--qualifier', 'live', '--payload', 'fileb://event.json', 'answer.json'),
    );
    expect(told).toMatchObject({ StatusCode: 200, ExecutedVersion: '2' });
    expect(JSON.parse(await readFile(join(folder, 'answer.json'), 'utf8'))).toEqual({ version: 'v2', name: 'cli' });
    const { Versions } = JSON.parse(await aws('lambda', 'list-versions-by-function', ...name));
    expect(Versions).toHaveLength(3);
  },
  3 * minute,
);

/** A call to Lambda by the AWS CLI, as infrastructure code would make it; options as an object. */
async function lambda(operation: string, options: Record<string, string>): Promise<Record<string, unknown>> {
  const words = Object.entries(options).flatMap(([name, value]) =>
    value === '' ? [`--${name}`] : [`--${name}`, value],
  );
  const text = await aws('lambda', operation, ...words);
  return text === '' ? {} : JSON.parse(text);
}

// In the order in which Terraform's provider makes, reads, changes and removes a function, its alias, its permission and
// its provisioned concurrency (hashicorp/terraform-provider-aws, internal/service/lambda).
test(
  'the AWS CLI makes, changes and removes a function with all that belongs to it, as infrastructure code does',
  async () => {
    const fn = { 'function-name': 'by-infrastructure' };
    const live = { ...fn, qualifier: 'live' };
    const created = await lambda('create-function', {
      ...fn,
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      role: 'arn:aws:iam::123456789012:role/function',
      'zip-file': 'fileb://v1.zip',
      'memory-size': '256',
      environment: 'Variables={STAGE=test}',
      tags: 'team=search',
      publish: '',
    });
    expect(created).toMatchObject({ Version: '1', MemorySize: 256 });
    await aws('lambda', 'wait', 'function-active-v2', '--function-name', 'by-infrastructure');
    expect(await lambda('get-function', fn)).toMatchObject({
      Configuration: { State: 'Active', LastUpdateStatus: 'Successful', Environment: { Variables: { STAGE: 'test' } } },
      Tags: { team: 'search' },
    });
    expect((await lambda('list-versions-by-function', fn)).Versions).toHaveLength(2);
    await lambda('get-function-code-signing-config', fn);
    await expect(lambda('get-policy', fn)).rejects.toThrow(/ResourceNotFoundException/);

    await lambda('create-alias', { ...fn, name: 'live', 'function-version': '1', description: 'what users reach' });
    const permission = { ...live, 'statement-id': 'gateway' };
    await lambda('add-permission', {
      ...permission,
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      'source-arn': 'arn:aws:execute-api:eu-west-1:123456789012:api/*',
    });
    await expect(
      lambda('add-permission', { ...permission, action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com' }),
    ).rejects.toThrow(/ResourceConflictException/);
    const { Policy } = await lambda('get-policy', live);
    expect(JSON.parse(Policy as string).Statement).toMatchObject([
      { Sid: 'gateway', Resource: expect.stringMatching(/:by-infrastructure:live$/) },
    ]);

    const change = { ...fn, 'memory-size': '512', environment: 'Variables={STAGE=live}' };
    // Long enough for the CLI to start once more meanwhile.
    await cloud.control.call('lambda.pace', { update: 200_000 }, { region: 'eu-west-1' });
    expect(await lambda('update-function-configuration', change)).toMatchObject({ LastUpdateStatus: 'InProgress' });
    await cloud.control.call('lambda.pace', { update: 1_000 }, { region: 'eu-west-1' });
    await expect(lambda('update-function-code', { ...fn, 'zip-file': 'fileb://v2.zip' })).rejects.toThrow(
      /ResourceConflictException.*An update is in progress/s,
    );
    await aws('lambda', 'wait', 'function-updated-v2', '--function-name', 'by-infrastructure');
    const { RevisionId } = (await lambda('get-function-configuration', fn)) as { RevisionId: string };
    await lambda('update-function-code', { ...fn, 'zip-file': 'fileb://v2.zip', 'revision-id': RevisionId });
    await aws('lambda', 'wait', 'function-updated-v2', '--function-name', 'by-infrastructure');
    await expect(
      lambda('update-function-code', { ...fn, 'zip-file': 'fileb://v1.zip', 'revision-id': RevisionId }),
    ).rejects.toThrow(/PreconditionFailedException/);
    expect(await lambda('publish-version', fn)).toMatchObject({ Version: '2', MemorySize: 512 });
    expect(await lambda('publish-version', fn)).toMatchObject({ Version: '2' });
    await aws('lambda', 'wait', 'published-version-active', '--function-name', 'by-infrastructure', '--qualifier', '2');
    await lambda('update-alias', { ...fn, name: 'live', 'function-version': '2' });

    const capacity = { ...live, 'provisioned-concurrent-executions': '2' };
    expect(await lambda('put-provisioned-concurrency-config', capacity)).toMatchObject({ Status: 'IN_PROGRESS' });
    for (let status = ''; status !== 'READY'; ) {
      status = (await lambda('get-provisioned-concurrency-config', live)).Status as string;
      expect(['IN_PROGRESS', 'READY']).toContain(status);
    }
    await expect(lambda('delete-function', { ...fn, qualifier: '2' })).rejects.toThrow(/ResourceConflictException/);

    await lambda('delete-provisioned-concurrency-config', live);
    await expect(lambda('get-provisioned-concurrency-config', live)).rejects.toThrow(
      /ProvisionedConcurrencyConfigNotFoundException/,
    );
    await lambda('remove-permission', permission);
    await lambda('delete-alias', { ...fn, name: 'live' });
    await lambda('delete-function', { ...fn, qualifier: '1' });
    await lambda('delete-function', fn);
    await expect(lambda('get-function', fn)).rejects.toThrow(/ResourceNotFoundException/);
  },
  5 * minute,
);

test(
  'the AWS CLI says what AWS would say when it is refused',
  async () => {
    const missing = aws('lambda', 'get-alias', '--function-name', 'no-such', '--name', 'live');
    await expect(missing).rejects.toThrow(/ResourceNotFoundException/);
    expect(JSON.parse(await aws('sts', 'get-caller-identity')).Account).toBe('123456789012');
  },
  minute,
);

test(
  'the AWS CLI keeps files in S3, small ones and such as it sends in parts',
  async () => {
    await writeFile(join(folder, 'large.bin'), Buffer.alloc(9 * 1024 * 1024, 7));
    await aws('s3', 'mb', 's3://by-cli');
    await aws('s3', 'cp', 'v1.zip', 's3://by-cli/code/v1.zip');
    await aws('s3', 'cp', 'large.bin', 's3://by-cli/large.bin');
    expect(await aws('s3', 'ls', 's3://by-cli', '--recursive')).toMatch(/9437184 large\.bin/);
    await aws('s3', 'cp', 's3://by-cli/large.bin', 'back.bin');
    const [there, back] = await Promise.all(['large.bin', 'back.bin'].map((name) => readFile(join(folder, name))));
    expect(back?.equals(there ?? Buffer.alloc(0))).toBe(true);
    await aws('s3', 'rm', 's3://by-cli', '--recursive');
    await aws('s3', 'rb', 's3://by-cli');
  },
  2 * minute,
);

const BOTO3 = `
import boto3, json, sys
from botocore.exceptions import ClientError

client = boto3.client("lambda")
name = "by-boto3"
role = "arn:aws:iam::123456789012:role/function"
v1, v2 = (open(f"{n}.zip", "rb").read() for n in ("v1", "v2"))
client.create_function(FunctionName=name, Runtime="nodejs22.x", Handler="index.handler", Role=role, Code={"ZipFile": v1})
client.get_waiter("function_active_v2").wait(FunctionName=name)
first = client.publish_version(FunctionName=name)
client.get_waiter("published_version_active").wait(FunctionName=name, Qualifier=first["Version"])
client.create_alias(FunctionName=name, Name="live", FunctionVersion=first["Version"])
client.update_function_code(FunctionName=name, ZipFile=v2)
client.get_waiter("function_updated_v2").wait(FunctionName=name)
second = client.publish_version(FunctionName=name)
client.get_waiter("published_version_active").wait(FunctionName=name, Qualifier=second["Version"])
try:
    client.update_alias(FunctionName=name, Name="live", FunctionVersion=second["Version"], RevisionId="stale")
except ClientError as error:
    refused = error.response["Error"]["Code"]
client.update_alias(FunctionName=name, Name="live", FunctionVersion=second["Version"])
answer = client.invoke(FunctionName=name, Qualifier="live", Payload=json.dumps({"name": "boto3"}), LogType="Tail")
s3 = boto3.client("s3")
s3.create_bucket(Bucket="by-boto3", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
s3.put_object(Bucket="by-boto3", Key="v1.zip", Body=v1, IfNoneMatch="*")
try:
    s3.put_object(Bucket="by-boto3", Key="v1.zip", Body=v2, IfNoneMatch="*")
except ClientError as error:
    kept = error.response["Error"]["Code"]
same = s3.get_object(Bucket="by-boto3", Key="v1.zip")["Body"].read() == v1
updated = client.update_function_code(FunctionName=name, S3Bucket="by-boto3", S3Key="v1.zip")
print(json.dumps({
    "payload": json.loads(answer["Payload"].read()),
    "executed": answer["ExecutedVersion"],
    "refused": refused,
    "kept": kept,
    "same": same,
    "sha": updated["CodeSha256"] == first["CodeSha256"],
    "account": boto3.client("sts").get_caller_identity()["Account"],
}))
`;

test(
  'boto3 creates, updates, publishes, aliases and invokes a function, and keeps its code in S3',
  async () => {
    const { stdout } = await run('python3', ['-c', BOTO3], {
      cwd: folder,
      env: clientEnvironment(folder, { AWS_ENDPOINT_URL: cloud.endpoint }),
    });
    expect(JSON.parse(stdout)).toEqual({
      payload: { version: 'v2', name: 'boto3' },
      executed: '2',
      refused: 'PreconditionFailedException',
      kept: 'PreconditionFailed',
      same: true,
      sha: true,
      account: '123456789012',
    });
  },
  3 * minute,
);
