import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { EXAMPLE_CERTIFICATE, forwardTo, startProxy, type TestProxy } from '@actions-aws/testing';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../src/client-settings.ts';

const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, readFileSync(EXAMPLE_CERTIFICATE, 'utf8')]));
afterAll(() => setDefaultCACertificates(trusted));

let cloud: LocalAws;
let proxy: TestProxy;
beforeEach(async () => {
  cloud = await startLocalAws();
  proxy = await startProxy(forwardTo(cloud.endpoint), { password: 's3cr3t' });
});
afterEach(async () => {
  await proxy.stop();
  await cloud.stop();
});

/** The settings of a client for an endpoint, in an environment with a proxy. */
const settings = (endpoint: string, env: Record<string, string>) => ({
  ...clientSettings({ AWS_REGION: 'eu-west-1', ...env }, { action: 'test' }),
  endpoint,
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
});

const functionsAt = async (endpoint: string, env: Record<string, string>) => {
  const lambda = new LambdaClient(settings(endpoint, env));
  try {
    return (await lambda.send(new ListFunctionsCommand())).Functions;
  } finally {
    lambda.destroy();
  }
};
const authorization = `Basic ${Buffer.from('me:s3cr3t').toString('base64')}`;
const throughIt = () => `http://me:s3cr3t@${proxy.address}`;

test('AWS is reached through a tunnel that HTTPS_PROXY names, one for many requests', async () => {
  const lambda = new LambdaClient(settings('https://lambda.example.test', { HTTPS_PROXY: throughIt() }));
  for (let count = 0; count < 3; count += 1) {
    expect((await lambda.send(new ListFunctionsCommand())).Functions).toEqual([]);
  }
  lambda.destroy();
  expect(proxy.carried).toEqual([{ how: 'tunnel', target: 'lambda.example.test:443', authorization }]);
});

test('an endpoint without TLS is asked for in absolute form through HTTP_PROXY', async () => {
  expect(await functionsAt('http://lambda.example.test:4566', { http_proxy: throughIt() })).toEqual([]);
  const target = 'http://lambda.example.test:4566/2015-03-31/functions';
  expect(proxy.carried).toEqual([{ how: 'forward', target, authorization }]);
});

test('a body goes through the tunnel as well', async () => {
  const s3 = new S3Client({
    ...settings('https://s3.example.test', { HTTPS_PROXY: throughIt() }),
    forcePathStyle: true,
  });
  const put = s3.send(new PutObjectCommand({ Bucket: 'absent', Key: 'a', Body: 'x'.repeat(200_000) }));
  await expect(put).rejects.toMatchObject({ name: 'NoSuchBucket' });
  s3.destroy();
  expect(proxy.carried).toMatchObject([{ how: 'tunnel', target: 's3.example.test:443' }]);
});

test('what NO_PROXY names, and this machine, are reached without it', async () => {
  const env = { HTTP_PROXY: throughIt(), HTTPS_PROXY: throughIt(), NO_PROXY: '.corp, example.test' };
  expect(await functionsAt(cloud.endpoint, env)).toEqual([]);
  await expect(functionsAt('https://lambda.example.test', env)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/);
  expect(proxy.carried).toEqual([]);
});

test('a proxy that turns us away is named, and its password is not', async () => {
  const env = { HTTPS_PROXY: `http://me:wr0ng@${proxy.address}` };
  const error: Error = await functionsAt('https://lambda.example.test', env).catch((thrown) => thrown);
  expect(error.message).toContain(`via http://${proxy.address}/: HTTP/1.1 407`);
  for (let link: unknown = error; link instanceof Error; link = link.cause) {
    expect(`${link.stack}${JSON.stringify(link)}`).not.toContain('wr0ng');
  }
});
