import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startLocalAws } from '../src/index.ts';
import { lambdaCloud, zip } from './lambda-cloud.ts';

const cloud = await lambdaCloud();
afterAll(() => cloud.stop());

/** Makes a function of these files and invokes it. */
async function ran(name: string, files: Record<string, string>, input: object = {}) {
  await cloud.create(name, { Code: { ZipFile: zip(files) }, ...input });
  return cloud.invoke(name);
}

const clients = ['cloudwatch', 'cloudwatch-logs', 'lambda', 's3', 'sts'];

describe('the AWS SDK, which AWS’s Node runtimes bring', () => {
  it('is there to require and to import, as far as the workspace has it', async () => {
    const names = JSON.stringify(clients.map((name) => `@aws-sdk/client-${name}`));
    const required = `exports.handler = async () => ${names}.map((name) => typeof require(name).__Client);`;
    expect((await ran('required', { 'index.js': required })).payload).toEqual(clients.map(() => 'function'));
    const imported = `
      import { S3Client } from '@aws-sdk/client-s3';
      const { LambdaClient } = await import('@aws-sdk/client-lambda');
      export const handler = async () => [S3Client.name, LambdaClient.name];`;
    expect((await ran('imported', { 'index.mjs': imported }, { Runtime: 'nodejs24.x' })).payload).toEqual([
      'S3Client',
      'LambdaClient',
    ]);
  });

  it('is the function’s own where it packs one', async () => {
    const files = {
      'index.js': 'exports.handler = async () => require("@aws-sdk/client-s3").own',
      'node_modules/@aws-sdk/client-s3/index.js': 'exports.own = "packed"',
    };
    expect((await ran('packed', files)).payload).toBe('packed');
  });

  it.each([
    ['required', { 'index.js': 'require("@aws-sdk/client-dynamodb"); exports.handler = async () => 1' }],
    ['imported', { 'index.mjs': 'import "@aws-sdk/client-dynamodb"; export const handler = async () => 1' }],
  ])('that the workspace lacks fails by its name, %s', async (how, files) => {
    const { payload, FunctionError } = await ran(`lacking-${how}`, files as unknown as Record<string, string>);
    expect(FunctionError).toBe('Unhandled');
    expect(payload.errorType).toBe('Runtime.ImportModuleError');
    expect(payload.errorMessage).toContain("Cannot find package '@aws-sdk/client-dynamodb'");
    expect(payload.errorMessage).toContain('@aws-sdk/client-s3, @aws-sdk/client-sts');
    expect(payload.errorMessage).toContain('pack it with the function');
    expect(JSON.stringify(payload)).not.toContain('/node_modules/.pnpm/');
  });

  it('shows no path of this machine in its errors', async () => {
    const source = `
      const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');
      exports.handler = async () => new S3Client().send(new GetObjectCommand({}));`;
    const { payload } = await ran('traced', { 'index.js': source });
    expect(payload.trace.join('\n')).toContain('/var/runtime/node_modules');
    expect(JSON.stringify(payload)).not.toContain('.pnpm');
  });

  it('talks to the local cloud, and not to AWS', async () => {
    const whole = await startLocalAws({ clock: { scale: 20 } });
    const settings = {
      endpoint: whole.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: '210987654321', secretAccessKey: 'secret' },
    };
    try {
      await new S3Client({ ...settings, forcePathStyle: true }).send(
        new CreateBucketCommand({ Bucket: 'seen', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
      );
      const lambda = new LambdaClient(settings);
      await whole.control.call('lambda.pace', { create: 0 }, { account: '210987654321', region: 'eu-west-1' });
      const source = `
        const { S3Client, ListBucketsCommand } = require('@aws-sdk/client-s3');
        exports.handler = async () => (await new S3Client().send(new ListBucketsCommand())).Buckets.map(({ Name }) => Name);`;
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: 'lister',
          Role: 'arn:aws:iam::210987654321:role/worker',
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Timeout: 60,
          Code: { ZipFile: zip({ 'index.js': source }) },
        }),
      );
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'lister' }));
      expect(Buffer.from(Payload ?? []).toString()).toBe('["seen"]');
    } finally {
      await whole.stop();
    }
  });
});

// Windows has no such bit.
if (process.platform !== 'win32') {
  describe('a file of a package', () => {
    it('is executable where the zip says so for all, since Lambda runs as another user than its owner', async () => {
      const source = `
      const { execFileSync } = require('node:child_process');
      exports.handler = async () => {
        try { return execFileSync(__dirname + '/tool', { encoding: 'utf8' }).trim(); } catch (error) { return error.code; }
      };`;
      const files = { 'index.js': source, tool: `#!${process.execPath}\nconsole.log('ran')` };
      const package_ = (mode: number) => ({ Code: { ZipFile: zip(files, mode) } });
      await cloud.create('executable', package_(0o755));
      expect((await cloud.invoke('executable')).payload).toBe('ran');
      await cloud.create('plain', package_(0o644));
      expect((await cloud.invoke('plain')).payload).toBe('EACCES');
      await cloud.create('by-owner', package_(0o744));
      expect((await cloud.invoke('by-owner')).payload).toBe('EACCES');
      await cloud.create('no-unix', { Code: { ZipFile: zip(files) } });
      expect((await cloud.invoke('no-unix')).payload).toBe('EACCES');
    });
  });
}
