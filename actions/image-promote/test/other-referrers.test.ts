import type { ServerResponse } from 'node:http';
import { type BuiltImage, buildImage, buildIndex, buildReferrer, digestOf } from '@actions-aws/testing/images';
import { isWriteOf, otherRegistries } from './support/registries.ts';
import { json, run } from './support/run.ts';
import { type ImageWorld, image, imageWorld, signature, step } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
});
afterAll(() => world.stop());

const registries = otherRegistries();
const registry = registries.start;
afterEach(registries.stop);

const promoted = (inputs: Readonly<Record<string, string>>) => run(step(world, inputs), world);

const INDEX = 'application/vnd.oci.image.index.v1+json';
/** The index of what refers to an image, in registries that have no list of it. */
function fallback(...entries: readonly BuiltImage[]): BuiltImage {
  const manifests = entries.map(({ mediaType, digest, bytes }) => ({ mediaType, digest, size: bytes.length }));
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }));
  return { mediaType: INDEX, bytes, digest: digestOf(bytes), blobs: [], children: [], platform: undefined };
}

test('the first push makes a repository; what refers to the image goes under tags where there is no list', async () => {
  const [from, to] = [await registry({ referrers: 'none' }), await registry({ referrers: 'none' })];
  const built = image('signed the old way');
  const listed = signature(built, 'listed');
  const before = signature(built, 'there before');
  const name = built.digest.replace(':', '-');
  await from.push(built);
  await from.push(listed);
  await from.push(fallback(listed), name);
  for (const suffix of ['sig', 'att', 'sbom']) await from.push(image(`by cosign: ${suffix}`), `${name}.${suffix}`);
  await to.push(before);
  await to.push(fallback(before), name);

  const asked = { from: from.name, to: to.name, digest: built.digest, tags: 'v1' };
  const ended = await promoted(asked);
  expect(ended).toMatchObject({ failure: '', warnings: [], outputs: { outcome: 'promoted' } });
  const { tags, manifests, blobs } = to.at;
  expect(tags.get('v1')).toBe(built.digest);
  for (const suffix of ['sig', 'att', 'sbom']) {
    expect(tags.get(`${name}.${suffix}`)).toBe(from.at.tags.get(`${name}.${suffix}`));
  }
  const index = JSON.parse(manifests.get(tags.get(name) ?? '')?.bytes.toString() ?? '');
  expect(index.manifests.map(({ digest }: BuiltImage) => digest)).toEqual([before.digest, listed.digest]);
  expect([...from.at.blobs.keys()].every((digest) => blobs.has(digest))).toBe(true);
  expect(json<object[]>(ended, 'referrers')).toHaveLength(4);
  expect((await promoted(asked)).outputs.outcome).toBe('noop');
});

/** Answers a write in a registry that lets no tag be written twice, not even to the same image. */
function immutable(response: ServerResponse): true {
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code: 'TAG_INVALID', message: 'the tag is immutable' }] }));
  return true;
}

const cosignTag = ({ digest }: BuiltImage) => `${digest.replace(':', '-')}.sig`;

test('a signature of cosign whose answer was lost is there, in a repository whose tags cannot move', async () => {
  const from = await registry();
  const built = image('signed by tag');
  const signed = buildImage({ files: { signature: 'of it' } });
  const digest = await from.push(built, 'dev');
  await from.push(signed, cosignTag(built));
  let writes = 0;
  const to = await registry({
    fault(one, response) {
      if (!isWriteOf(one, cosignTag(built))) return false;
      writes += 1;
      if (writes > 1) return immutable(response);
      to.at.manifests.set(signed.digest, { mediaType: signed.mediaType, bytes: Buffer.from(signed.bytes) });
      to.at.tags.set(cosignTag(built), signed.digest);
      response.destroy();
      return true;
    },
  });
  const ended = await promoted({ from: from.name, to: to.name, digest, tags: 'prod-1' });
  expect(ended.failure).toBe('');
  expect(to.at.tags.get('prod-1')).toBe(digest);
  to.at.tags.delete('prod-1');
  to.at.manifests.delete(digest);
  expect((await promoted({ from: from.name, to: to.name, digest, tags: 'prod-1' })).failure).toBe('');
});

test('a signature that cosign named, and that has a subject as well, is found both ways', async () => {
  const from = await registry({ referrers: 'api' });
  const built = image('signed twice over');
  const signed = signature(built);
  const digest = await from.push(built, 'dev');
  await from.push(signed, cosignTag(built));
  const tag = `sha256-${digest.split(':')[1]}`;
  const without = await registry({ referrers: 'none' });
  expect((await promoted({ from: from.name, to: without.name, digest, tags: 'prod-1' })).failure).toBe('');
  expect([...without.at.tags.keys()].sort()).toEqual(['prod-1', tag, cosignTag(built)].sort());
  const listing = await registry({ referrers: 'api' });
  await listing.push(built);
  await listing.push(signed);
  expect((await promoted({ from: from.name, to: listing.name, digest, tags: 'prod-1' })).failure).toBe('');
  expect([...listing.at.tags.keys()].sort()).toEqual(['prod-1', cosignTag(built)].sort());
});

test.each(['require', 'try'])(
  'an attestation that is in the index, and refers to a platform of it, is listed where it goes: %s',
  async (referrers) => {
    const from = await registry({ referrers: 'api' });
    const built = image('a platform');
    const attestation = buildReferrer(built, { artifactType: 'application/vnd.docker.attestation.manifest.v1+json' });
    const index = buildIndex([built, attestation]);
    const digest = await from.push(index, 'dev');
    const to = await registry({ referrers: 'none' });
    expect((await promoted({ from: from.name, to: to.name, digest, tags: 'prod-1', referrers })).failure).toBe('');
    expect([...to.at.tags.keys()].sort()).toEqual(['prod-1', `sha256-${built.digest.split(':')[1]}`]);
  },
);

test('what a destination does not list stays behind with `try`, and is said', async () => {
  const from = await registry({ referrers: 'api' });
  const built = image('signed, for a registry that lists nothing');
  const digest = await from.push(built, 'dev');
  await from.push(signature(built));
  const to = await registry({
    fault({ path }, response) {
      if (!path.includes('/referrers/')) return false;
      response.writeHead(403).end();
      return true;
    },
  });
  await to.push(built);
  const asked = { from: from.name, to: to.name, digest, tags: 'prod-1' };
  expect((await promoted(asked)).outputs.outcome).toBe('failed');
  const ended = await promoted({ ...asked, referrers: 'try' });
  expect(ended.failure).toBe('');
  expect(ended.warnings).toEqual([expect.stringMatching(/which refers to .*, did not come along: .*403/)]);
  expect(json(ended, 'referrers')).toMatchObject([{ subject: digest, came: false }]);
  expect(to.at.tags.get('prod-1')).toBe(digest);
});

test('an attestation that is in the index comes along with `try`, also where it cannot be listed, and that is said', async () => {
  const from = await registry({ referrers: 'api' });
  const built = image('a platform, for a registry that lists nothing');
  const attestation = buildReferrer(built, { artifactType: 'application/vnd.docker.attestation.manifest.v1+json' });
  const digest = await from.push(buildIndex([built, attestation]), 'dev');
  const to = await registry({
    fault({ path, method }, response) {
      if (!path.includes('/manifests/sha256-') || method !== 'PUT') return false;
      response.writeHead(403).end();
      return true;
    },
  });
  const asked = { from: from.name, to: to.name, digest, tags: 'prod-1' };
  expect((await promoted(asked)).outputs.outcome).toBe('failed');
  expect(to.at.tags.get('prod-1')).toBe(undefined);
  const ended = await promoted({ ...asked, referrers: 'try' });
  expect(ended).toMatchObject({ failure: '', warnings: [expect.stringContaining('could not be listed')] });
  expect(json(ended, 'referrers')).toMatchObject([
    { subject: built.digest, came: false, why: expect.stringContaining('could not be listed') },
  ]);
  expect(to.at.tags.get('prod-1')).toBe(digest);
  expect(to.at.manifests.has(attestation.digest)).toBe(true);
});
