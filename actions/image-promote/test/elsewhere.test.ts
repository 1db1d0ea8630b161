import {
  type Behaviour,
  buildReferrer,
  digestOf,
  type RegistryStub,
  startRegistryStub,
} from '@actions-aws/testing/images';
import { json, run } from './support/run.ts';
import { type ImageWorld, image, imageWorld, signature, step } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
});
afterAll(() => world.stop());

const stubs: RegistryStub[] = [];
afterEach(async () => {
  for (const one of stubs.splice(0)) await one.stop();
});

async function start(behaviour: Partial<Behaviour> = {}): Promise<RegistryStub> {
  const stub = await startRegistryStub(behaviour);
  stubs.push(stub);
  return stub;
}

type Built = ReturnType<typeof image>;

/** Puts an image into a registry. */
function put(stub: RegistryStub, { digest, mediaType, bytes, blobs }: Built, tag?: string, repository?: string) {
  const held = stub.held(repository);
  for (const blob of blobs) held.blobs.set(blob.digest, Buffer.from(blob.bytes));
  held.manifests.set(digest, { mediaType, bytes: Buffer.from(bytes) });
  if (tag !== undefined) held.tags.set(tag, digest);
}

const INDEX = 'application/vnd.oci.image.index.v1+json';
/** The index of what refers to an image, in registries that have no list of it. */
function fallback(...entries: readonly Built[]): Built {
  const manifests = entries.map(({ mediaType, digest, bytes }) => ({ mediaType, digest, size: bytes.length }));
  return { ...buildReferrer(entries[0] as Built, { artifactType: '' }), ...indexOf(manifests) };
}

function indexOf(manifests: readonly object[]) {
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
  return { mediaType: INDEX, bytes, digest: digestOf(bytes), blobs: [] };
}

const promoted = (from: RegistryStub, to: RegistryStub, inputs: Readonly<Record<string, string>>) =>
  run(step(world, { from: `${from.host}/team/api`, to: `${to.host}/team/api`, tags: 'v1', ...inputs }), world);

test('the first push makes a repository; what refers to the image goes under tags where there is no list', async () => {
  const [from, to] = [await start(), await start()];
  const built = image('signed the old way');
  const listed = signature(built, 'listed');
  const before = signature(built, 'there before');
  const name = built.digest.replace(':', '-');
  put(from, built);
  put(from, listed);
  put(from, fallback(listed), name);
  for (const suffix of ['sig', 'att', 'sbom']) put(from, image(`by cosign: ${suffix}`), `${name}.${suffix}`);
  put(to, before);
  put(to, fallback(before), name);

  const ended = await promoted(from, to, { digest: built.digest });
  expect(ended).toMatchObject({ failure: '', warnings: [], outputs: { outcome: 'promoted' } });
  const { tags, manifests, blobs } = to.held();
  expect(tags.get('v1')).toBe(built.digest);
  for (const suffix of ['sig', 'att', 'sbom']) {
    expect(tags.get(`${name}.${suffix}`)).toBe(from.held().tags.get(`${name}.${suffix}`));
  }
  const index = JSON.parse(manifests.get(tags.get(name) ?? '')?.bytes.toString() ?? '');
  expect(index.manifests.map(({ digest }: Built) => digest)).toEqual([before.digest, listed.digest]);
  expect([...from.held().blobs.keys()].every((digest) => blobs.has(digest))).toBe(true);
  expect(json<object[]>(ended, 'referrers')).toHaveLength(4);
  expect((await promoted(from, to, { digest: built.digest })).outputs.outcome).toBe('noop');
});

test('layers that a repository of `mount-from` has are not sent', async () => {
  const [from, to] = [await start(), await start()];
  const built = image('on a base');
  const [config, base, app] = built.blobs;
  put(from, built);
  to.held('team/base').blobs.set(base?.digest ?? '', Buffer.from(base?.bytes ?? []));
  const ended = await promoted(from, to, { digest: built.digest, 'mount-from': `${to.host}/team/base` });
  expect(ended.failure).toBe('');
  const bytes = (config?.bytes.length ?? 0) + (app?.bytes.length ?? 0);
  expect(json(ended, 'report')).toMatchObject({ blobs: { mounted: 1, sent: 2, bytes } });
  expect(to.held().blobs.has(base?.digest ?? '')).toBe(true);
});
