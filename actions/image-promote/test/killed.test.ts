import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type RunningBundle, startBundle } from '@actions-aws/testing';
import { buildImage } from '@actions-aws/testing/images';
import { otherRegistries } from './support/registries.ts';
import { signature } from './support/world.ts';

const registries = otherRegistries();
afterEach(registries.stop);

test('a copy that is killed leaves no tag, and the next run sends only what is missing', async () => {
  const built = buildImage({
    layers: [
      { 'etc/base': randomBytes(50_000) },
      { 'app/lib': randomBytes(60_000) },
      { 'app/model': randomBytes(900_000) },
    ],
  });
  const [largest, ...others] = built.blobs.toSorted((a, b) => b.bytes.length - a.bytes.length);
  let running: RunningBundle | undefined;
  let killed: ReturnType<RunningBundle['kill']> | undefined;
  const from = await registries.start({
    referrers: 'api',
    async fault({ method, path }, response) {
      if (method !== 'GET' || killed || !path.endsWith(`/blobs/${largest?.digest}`)) return false;
      response
        .writeHead(200, { 'content-length': largest?.bytes.length ?? 0 })
        .write(largest?.bytes.subarray(0, 400_000));
      // Everything else is there, the signature by its digest included, once it is killed.
      while (to.at.blobs.size < others.length + 2 || to.at.manifests.size < 1)
        await new Promise((go) => setTimeout(go, 5));
      killed = running?.kill('SIGKILL');
      return true;
    },
  });
  const to = await registries.start({ referrers: 'api' });
  const digest = await from.push(built, 'dev');
  await from.push(signature(built));
  const step = {
    action: join(import.meta.dirname, '..'),
    inputs: { from: from.name, to: to.name, digest, tags: 'prod-1', moving: 'prod', token: '' },
  };
  running = startBundle(step);
  await running.ended;
  expect(await killed).toMatchObject({ exitCode: null });
  expect([to.at.tags.size, to.at.blobs.has(largest?.digest ?? ''), to.at.manifests.has(digest)]).toEqual([
    0,
    false,
    false,
  ]);
  to.came.length = 0;
  const { outputs } = await startBundle(step).ended;
  expect(outputs).toMatchObject({ outcome: 'promoted', bytes: String(largest?.bytes.length) });
  expect(JSON.parse(outputs.report ?? '{}').blobs).toEqual({
    there: 3,
    mounted: 0,
    sent: 1,
    bytes: largest?.bytes.length,
  });
  expect(to.came.filter((one) => /^PUT .*\/manifests\//.test(one)).length).toBe(3);
  expect([...to.at.tags]).toEqual([
    ['prod-1', digest],
    ['prod', digest],
  ]);
});
