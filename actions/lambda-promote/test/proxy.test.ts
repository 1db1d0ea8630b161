import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_CERTIFICATE, forwardTo, runBundle, startProxy, type TestProxy } from '@actions-aws/testing';
import { type DeploymentWorld, deploymentWorld } from './support/deployment-world.ts';
import { promotionStep } from './support/trials.ts';

let world: DeploymentWorld;
let proxy: TestProxy;
beforeEach(async () => {
  world = await deploymentWorld({ live: false });
  const toAws = forwardTo(world.cloud.endpoint);
  proxy = await startProxy(
    (asked, response) => {
      if (asked.headers.host === 'api.example.test') response.end('fine');
      else toAws(asked, response);
    },
    { password: 's3cr3t' },
  );
});
afterEach(async () => {
  await proxy.stop();
  await world.stop();
});

/** A step of a runner that reaches the world by the proxy only. */
function promoted(inputs: Record<string, string>, env: Record<string, string>) {
  const step = promotionStep(world, { zip: 'v1.zip', ...inputs });
  return runBundle({ ...step, env: { NODE_EXTRA_CA_CERTS: EXAMPLE_CERTIFICATE, ...env } });
}

const targets = () => [...new Set(proxy.carried.map(({ how, target }) => `${how} ${target}`))];
const withoutMasks = (stdout: string) => stdout.replaceAll(/^::add-mask::.*\n/gm, '');

test('AWS and an address in verify are reached through the proxy, whose password is nowhere to be seen', async () => {
  const { outputs, stdout, stderr, summary } = await promoted(
    { verify: 'https://api.example.test/health' },
    { AWS_ENDPOINT_URL: 'https://aws.example.test', HTTPS_PROXY: `http://me:s3cr3t@${proxy.address}` },
  );
  expect(outputs.outcome).toBe('promoted');
  expect(targets()).toEqual(['tunnel aws.example.test:443', 'tunnel api.example.test:443']);
  expect(stdout).toMatch(/^::add-mask::s3cr3t\n/);
  expect(withoutMasks(stdout) + stderr + summary + JSON.stringify(outputs)).not.toContain('s3cr3t');
});

test('credentials are asked for through the proxy, too', async () => {
  const claims = { sub: 'job', aud: 'sts.amazonaws.com', iss: 'https://cluster.example.com', exp: 4_102_444_800 };
  const parts = [{ alg: 'none' }, claims, {}].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  writeFileSync(join(world.workspace, 'token'), parts.join('.'));
  const { outputs } = await promoted(
    { 'dry-run': 'true' },
    {
      AWS_ENDPOINT_URL_LAMBDA: world.cloud.endpoint,
      AWS_ENDPOINT_URL_STS: 'https://sts.example.test',
      HTTPS_PROXY: `http://me:s3cr3t@${proxy.address}`,
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_WEB_IDENTITY_TOKEN_FILE: join(world.workspace, 'token'),
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/deploy',
    },
  );
  expect(outputs.outcome).toBe('planned');
  expect(targets()).toEqual(['tunnel sts.example.test:443']);
});

test('an address without TLS goes through HTTP_PROXY, and this machine is reached without', async () => {
  const there = `http://me:s3cr3t@${proxy.address}`;
  const verify = 'http://api.example.test/health';
  const { outputs } = await promoted({ verify }, { http_proxy: there, HTTPS_PROXY: there });
  expect(outputs.outcome).toBe('promoted');
  expect(targets()).toEqual(['forward http://api.example.test/health']);
});

test('an address that NO_PROXY names is reached without it', async () => {
  const env = { HTTPS_PROXY: `http://me:s3cr3t@${proxy.address}`, NO_PROXY: 'localhost,.example.test' };
  const { outputs, summary } = await promoted({ verify: 'https://api.example.test/health' }, env);
  expect(outputs.outcome).toBe('rollback-failed');
  expect(summary).toMatch(/it did not answer: getaddrinfo (?:ENOTFOUND|EAI\\_AGAIN) api\.example\.test/);
  expect(proxy.carried).toEqual([]);
});

test('a proxy that turns the step away is an error that says what to do', async () => {
  const env = { AWS_ENDPOINT_URL: 'https://aws.example.test', HTTPS_PROXY: `http://me:wr0ng@${proxy.address}` };
  const { exitCode, annotations, outputs, stdout, summary } = await promoted({}, env);
  expect(exitCode).toBe(1);
  expect(annotations[0]?.message).toContain('the proxy did not let the call through.');
  expect(annotations[0]?.message).toContain(`via http://${proxy.address}/: HTTP/1.1 407`);
  expect(annotations[0]?.message).toContain('NO_PROXY');
  expect(withoutMasks(stdout) + summary + JSON.stringify(outputs)).not.toContain('wr0ng');
});

test('an address that is no proxy is an error before any call', async () => {
  const { annotations, outputs } = await promoted(
    {},
    { HTTPS_PROXY: 'socks5://me:s3cr3t@10.0.0.1', AWS_ENDPOINT_URL: 'https://aws.example.test' },
  );
  expect(outputs.outcome).toBe('failed');
  expect(annotations[0]?.message).toMatch(/^HTTPS_PROXY is not the address of an HTTP proxy\.\n/);
});
