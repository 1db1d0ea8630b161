import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { EXAMPLE_CERTIFICATE, forwardTo, runBundle, startProxy } from '@actions-aws/testing';
import {
  type BuiltImage,
  buildImage,
  buildIndex,
  type CameIn,
  type Held,
  REGISTRY_AUTHORITY,
} from '@actions-aws/testing/images';
import { otherRegistries } from './support/registries.ts';
import { signature } from './support/world.ts';

// Registries that speak TLS, of an authority of one's own: what the bundle does with them as a process.

const registries = otherRegistries();
const registry = registries.start;
afterEach(registries.stop);

/** Compressed it is as large; half of it is more than is on its way in all buffers together. */
const large = buildImage({ layers: [{ 'app/model': randomBytes(8_000_000) }] });
const index = buildIndex([large, buildImage({ architecture: 'arm64', files: { 'app/index.js': 'for arm64' } })]);
const signed = signature(index);
const all = [index, ...index.children, signed, signature(large, 'of a platform'), signature(signed, 'of a signature')];
const layer = large.blobs.find(({ bytes }) => bytes.length > 1_000_000) ?? { digest: '', bytes: Buffer.alloc(0) };

/** Has a registry hold an image. */
function keep(
  { blobs, manifests, tags }: Held,
  { digest, mediaType, bytes, ...built }: BuiltImage,
  tag?: string,
): void {
  for (const blob of built.blobs) blobs.set(blob.digest, Buffer.from(blob.bytes));
  manifests.set(digest, { mediaType, bytes: Buffer.from(bytes) });
  if (tag !== undefined) tags.set(tag, digest);
}

const login = Buffer.from('me:s3cr3t').toString('base64');
const wants = () => ({ header: new RegExp(`^Basic ${login}$`), challenge: 'Basic realm="of a test"' });

/** Two registries; what the first one sends of the large layer pauses in the middle, until the second one has some of it. */
async function twoRegistries() {
  const arrived = Promise.withResolvers<void>();
  const halved = async ({ method, path }: CameIn, response: ServerResponse) => {
    if (method !== 'GET' || !path.startsWith(`/store/${layer.digest}`)) return false;
    const half = layer.bytes.length / 2;
    response.writeHead(200, { 'content-length': layer.bytes.length }).write(layer.bytes.subarray(0, half));
    await arrived.promise;
    response.end(layer.bytes.subarray(half));
    return true;
  };
  const awaited = async ({ method, path, request }: CameIn) => {
    if (method === 'PUT' && decodeURIComponent(path).endsWith(layer.digest)) {
      await once(request, 'readable');
      arrived.resolve();
    }
    return false;
  };
  const from = await registry({ speaksTls: true, hasStore: true, referrers: 'api', wants, fault: halved });
  const to = await registry({ speaksTls: true, referrers: 'none', wants, fault: awaited });
  for (const one of all) keep(from.at, one, one === index ? 'dev' : undefined);
  return { from, to };
}

function promoted({ from, to }: Awaited<ReturnType<typeof twoRegistries>>, env: Readonly<Record<string, string>>) {
  const auths = Object.fromEntries([from, to].map(({ host }) => [host, { auth: login }]));
  return runBundle({
    action: join(import.meta.dirname, '..'),
    inputs: { from: from.name, to: to.name, tag: 'dev', tags: 'prod-1', moving: 'prod', token: '', timeout: '30s' },
    env: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }), ...env },
  });
}

test('an image is promoted by TLS alone, and a blob goes out while it still comes', async () => {
  const both = await twoRegistries();
  const trusting = { NODE_EXTRA_CA_CERTS: REGISTRY_AUTHORITY };
  const { outputs, annotations, stdout } = await promoted(both, trusting);
  expect(annotations.filter(({ level }) => level === 'error')).toEqual([]);
  expect(outputs).toMatchObject({ outcome: 'promoted', digest: index.digest });
  expect(JSON.parse(outputs.referrers ?? '[]').map(({ came }: { came: boolean }) => came)).toEqual([true, true, true]);
  const { blobs, manifests, tags } = both.to.at;
  for (const { digest, bytes } of all) expect(manifests.get(digest)?.bytes.equals(bytes)).toBe(true);
  expect([...blobs].every(([digest, bytes]) => both.from.at.blobs.get(digest)?.equals(bytes))).toBe(true);
  expect(blobs.size).toBe(both.from.at.blobs.size);
  expect([tags.get('prod-1'), tags.get('prod')]).toEqual([index.digest, index.digest]);
  const writes = both.to.came.filter((one) => /^PUT .*\/manifests\//.test(one));
  expect(writes.slice(-2).map((one) => one.replace(/.*\//, ''))).toEqual(['prod-1', 'prod']);
  expect(stdout.replaceAll(/^::add-mask::.*\n/gm, '')).not.toContain('s3cr3t');
  expect((await promoted(both, trusting)).outputs).toMatchObject({ outcome: 'noop', bytes: '0' });
});

test('by a proxy, whose password is nowhere to be seen, it is the same', async () => {
  const [from, to] = [await registry({ referrers: 'api' }), await registry({ isRelative: true })];
  for (const one of all) keep(from.at, one);
  const at: Readonly<Record<string, string>> = { 'from.example.test': from.host, 'to.example.test': to.host };
  const proxy = await startProxy(
    (asked, response) => forwardTo(`http://${at[asked.headers.host ?? '']}`)(asked, response),
    { password: 's3cr3t' },
  );
  const { outputs, stdout, summary } = await runBundle({
    action: join(import.meta.dirname, '..'),
    inputs: {
      from: 'from.example.test/team/api',
      to: 'to.example.test/team/api',
      digest: index.digest,
      tags: 'prod-1',
      moving: 'none',
      token: '',
    },
    env: { NODE_EXTRA_CA_CERTS: EXAMPLE_CERTIFICATE, HTTPS_PROXY: `http://me:s3cr3t@${proxy.address}` },
  });
  await proxy.stop();
  expect(outputs).toMatchObject({ outcome: 'promoted', digest: index.digest });
  for (const { digest, bytes } of all) expect(to.at.manifests.get(digest)?.bytes.equals(bytes)).toBe(true);
  expect([to.at.tags.get('prod-1'), to.at.blobs.size]).toEqual([index.digest, from.at.blobs.size]);
  const told = stdout.replaceAll(/^::add-mask::.*\n/gm, '') + summary + JSON.stringify(outputs);
  expect(told).not.toContain('s3cr3t');
});

test('a registry of an authority that is not known is an error that says how to make it known', async () => {
  const both = await twoRegistries();
  const { outputs, annotations } = await promoted(both, {});
  expect(outputs.outcome).toBe('failed');
  expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`NODE_EXTRA_CA_CERTS`')]);
  expect([both.from.came, both.to.came]).toEqual([[], []]);
});
