import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { EXAMPLE_CERTIFICATE, forwardTo, startProxy, type TestProxy } from '@actions-aws/testing';
import { startRegistryStub } from '@actions-aws/testing/images';
import { digestOf } from '../src/index.ts';
import { configWith, imageOf, registryWith } from './support/images.ts';
import { opened, openedToWrite } from './support/opened.ts';
import { type Stub, startStub } from './support/stub.ts';

const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, readFileSync(EXAMPLE_CERTIFICATE, 'utf8')]));
afterAll(() => setDefaultCACertificates(trusted));

const image = imageOf(configWith({}));
let stub: Stub;
let proxy: TestProxy;
beforeEach(async () => {
  stub = await startStub(registryWith([image], { latest: image }));
  proxy = await startProxy(forwardTo(`http://${stub.host}`), { password: 's3cr3t' });
});
afterEach(async () => {
  await proxy.stop();
  await stub.stop();
});

const at = (password: string) => ({
  HTTPS_PROXY: `http://me:${password}@${proxy.address}`,
  HTTP_PROXY: `http://me:${password}@${proxy.address}`,
});

test('a registry is reached by TLS, through the proxy that the environment names', async () => {
  const registry = opened('registry.example.test', { env: at('s3cr3t') });
  expect(await registry.describe('latest')).toMatchObject({ state: 'present', digest: image.digest });
  await registry.describe('latest');
  expect(proxy.carried).toMatchObject([{ how: 'tunnel', target: 'registry.example.test:443' }]);
});

test('a blob is copied by TLS, through the proxy, from one registry to another', async () => {
  const bytes = Buffer.alloc(300_000, 'a');
  const blob = { digest: digestOf(bytes), size: bytes.length, mediaType: 'application/octet-stream' };
  const registries = [await startRegistryStub(), await startRegistryStub({ isRelative: true })] as const;
  registries[0].held().blobs.set(blob.digest, bytes);
  const proxies = await Promise.all(
    registries.map(({ host }) => startProxy(forwardTo(`http://${host}`), { password: 's3cr3t' })),
  );
  const [source, target] = proxies.map(({ address }) => ({ HTTPS_PROXY: `http://me:s3cr3t@${address}` }));
  const [from, to] = ['from.example.test', 'to.example.test'];
  const copied = await openedToWrite(to, { env: target ?? {} }).copyBlob(blob, opened(from, { env: source ?? {} }), {
    mountFrom: [],
  });
  expect(copied).toEqual({ how: 'sent', bytes: bytes.length });
  expect(registries[1].held().blobs.get(blob.digest)?.equals(bytes)).toBe(true);
  expect(proxies.map(({ carried }) => carried[0]?.target)).toEqual([`${from}:443`, `${to}:443`]);
  await Promise.all([...proxies, ...registries].map((one) => one.stop()));
});

test('Docker Hub is asked where its API is', async () => {
  const hub = opened('docker.io', { env: at('s3cr3t') });
  await expect(hub.describe('latest')).rejects.toThrow(/certificate/);
  expect(proxy.carried).toMatchObject([{ target: 'registry-1.docker.io:443' }]);
});

test.each(['127.0.0.1', 'localhost', 'a.b.localhost'])('%s is this machine: no TLS, and no proxy', async (host) => {
  const [, port] = stub.host.split(':');
  const registry = opened(`${host}:${port}`, { env: at('s3cr3t') });
  expect(await registry.describe('latest')).toMatchObject({ state: 'present' });
  expect(stub.came[0]?.headers.host).toBe(`${host}:${port}`);
  expect(proxy.carried).toEqual([]);
});

test.each(['localhost.example.test', '0.0.0.0', '10.0.0.1', '[::2]'])(
  '%s is not this machine, and asked by TLS',
  async (host) => {
    await opened(host, { env: at('s3cr3t') })
      .describe('latest')
      .catch(() => {});
    expect(proxy.carried).toMatchObject([{ how: 'tunnel', target: `${host}:443` }]);
  },
);

test('a proxy that turns us away is an error that says so, without its password', async () => {
  const error: Error = await opened('registry.example.test', { env: at('wr0ng') })
    .describe('latest')
    .then(String, (thrown) => thrown);
  expect(error).toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('407'),
    hint: expect.stringContaining('NO_PROXY'),
  });
  for (let link: unknown = error; link instanceof Error; link = link.cause) {
    expect(`${link.stack}${JSON.stringify(link)}`).not.toContain('wr0ng');
  }
});

test('a host that is not there is asked once, and named', async () => {
  await expect(opened('registry.invalid').describe('latest')).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('no answer came from registry.invalid'),
  });
});
