import type { ServerResponse } from 'node:http';
import {
  type Behaviour,
  type BuiltImage,
  buildImage,
  buildIndex,
  buildReferrer,
  type CameIn,
  pushTo,
  type RegistryStub,
  startRegistryStub,
} from '@actions-aws/testing/images';
import { json, run } from './support/run.ts';
import { type ImageWorld, image, imageWorld, signature, step, twoPlatforms } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
});
afterAll(() => world.stop());

const registries: RegistryStub[] = [];
afterEach(() => Promise.all(registries.splice(0).map((one) => one.stop())));

/** A registry that is not ECR, and what it does before it answers. */
async function registry(given: Partial<Behaviour> = {}) {
  const stub = await startRegistryStub(given);
  registries.push(stub);
  return {
    ...stub,
    name: `${stub.host}/team/api`,
    at: stub.held(),
    async push(built: BuiltImage, ...tags: readonly string[]) {
      for (const reference of [built.digest, ...tags]) {
        await pushTo({ endpoint: `http://${stub.host}` }, 'team/api', reference, built);
      }
      return built.digest;
    },
  };
}

const promoted = (inputs: Readonly<Record<string, string>>) => run(step(world, inputs), world);

const isWriteOf = ({ method, path }: CameIn, reference: string) =>
  method === 'PUT' && path.endsWith(`/manifests/${reference}`);

test('within one repository too, an index whose platform was deleted gets no tag', async () => {
  const { name, at, push } = await registry();
  const index = twoPlatforms('not whole any more');
  const digest = await push(index, 'dev');
  at.manifests.delete(index.children[1]?.digest ?? '');
  const ended = await promoted({ from: name, digest, tags: 'prod-1', moving: 'prod' });
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'no-image' });
  expect([...at.tags.keys()]).toEqual(['dev']);
});

test('indexes that name each other twice, over and over, are read once each', async () => {
  const { name, at, push } = await registry();
  const levels = [image('at the bottom of an index that would be without end')];
  await push(levels[0] as BuiltImage);
  while (levels.length < 24) {
    const below = levels.at(-1) as BuiltImage;
    const above = buildIndex([below, { ...below, entry: { annotations: { which: 'other' } } }]);
    at.manifests.set(above.digest, { mediaType: above.mediaType, bytes: Buffer.from(above.bytes) });
    levels.push(above);
  }
  const to = await registry();
  const digest = levels.at(-1)?.digest ?? '';
  const asked = { from: name, to: to.name, digest, tags: 'prod-1', referrers: 'none', timeout: '1h' };
  const ended = await promoted(asked);
  expect(ended.failure).toBe('');
  expect(to.at.manifests.size).toBe(24);
});

test('another release that comes while the run is under way counts, though its image does not say its version', async () => {
  const newer = image('the release of another run');
  const { name, at, push } = await registry({
    fault: (one) => {
      if (isWriteOf(one, '1.1.0')) {
        at.tags.set('2.0.0', newer.digest);
        at.tags.set('latest', newer.digest);
      }
      return false;
    },
  });
  await push(image('the first'), '1.0.0', 'latest');
  await push(newer);
  const digest = await push(image('the older'));
  const ended = await promoted({ from: name, digest, tags: '1.1.0', moving: 'latest' });
  expect(json(ended, 'report')).toMatchObject({ outcome: 'superseded', code: 'tag-moved' });
  expect(at.tags.get('latest')).toBe(newer.digest);
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

test('an attestation that is in the index, and refers to a platform of it, is listed where it goes', async () => {
  const from = await registry({ referrers: 'api' });
  const built = image('a platform');
  const attestation = buildReferrer(built, { artifactType: 'application/vnd.docker.attestation.manifest.v1+json' });
  const index = buildIndex([built, attestation]);
  const digest = await from.push(index, 'dev');
  const to = await registry({ referrers: 'none' });
  expect((await promoted({ from: from.name, to: to.name, digest, tags: 'prod-1' })).failure).toBe('');
  expect([...to.at.tags.keys()].sort()).toEqual(['prod-1', `sha256-${built.digest.split(':')[1]}`]);
});

test('a registry that keeps a manifest as another kind is told, each time', async () => {
  const bytes = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(image('without its type').bytes).toString()), mediaType: undefined }),
  );
  const from = await registry();
  const plain = image('without its type');
  await from.push(plain);
  const docker = 'application/vnd.docker.distribution.manifest.v2+json';
  const [digest] = [...from.at.manifests.keys()];
  expect(digest).toBe(plain.digest);
  from.at.manifests.clear();
  await pushTo({ endpoint: `http://${from.host}` }, 'team/api', 'dev', { ...plain, bytes });
  const to = await registry({
    fault(one) {
      if (one.method !== 'GET') return false;
      for (const [key, { bytes: kept }] of to.at.manifests)
        to.at.manifests.set(key, { mediaType: docker, bytes: kept });
      return false;
    },
  });
  const asked = { from: from.name, to: to.name, tag: 'dev', tags: 'prod-1' };
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const ended = await promoted(asked);
    expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'not-whole' });
    expect([...to.at.tags.keys()]).toEqual([]);
  }
});

test('a tag that the registry does not take for another reason: it is known what it names', async () => {
  const { name, push } = await registry({
    fault(one, response) {
      if (!isWriteOf(one, 'prod')) return false;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ code: 'DENIED', message: 'an image has at most 1,000 tags' }] }));
      return true;
    },
  });
  const digest = await push(image('with many tags'), 'dev');
  const ended = await promoted({ from: name, digest, moving: 'prod' });
  expect(ended.outputs.outcome).toBe('failed');
  expect(ended.failure).toContain('at most 1,000 tags');
});

test('a tag that was written, and then may not be read: it is not known what it names', async () => {
  const { name, at, push } = await registry({
    fault(one, response) {
      if (one.method !== 'GET' || !one.path.endsWith('/prod') || !at.tags.has('prod')) return false;
      response.writeHead(403).end();
      return true;
    },
  });
  const digest = await push(image('whose login expires'), 'dev');
  const ended = await promoted({ from: name, digest, moving: 'prod' });
  expect(json(ended, 'report')).toMatchObject({ outcome: 'unknown', code: 'pointer-unreadable' });
});

test('away from an image that is broken a tag moves with the word for it', async () => {
  const { name, at, push } = await registry();
  const digest = await push(image('that works'), 'dev');
  const broken = twoPlatforms('that is broken');
  await push(broken, 'prod');
  for (const child of broken.children) at.manifests.delete(child.digest);
  const back = { from: name, digest, moving: 'prod' };
  expect(json(await promoted(back), 'report')).toMatchObject({ outcome: 'superseded', code: 'older-image' });
  const went = await promoted({ ...back, 'allow-older': 'true' });
  expect(went.outputs).toMatchObject({ outcome: 'promoted', 'previous-digest': broken.digest });
  expect(at.tags.get('prod')).toBe(digest);
});

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
  expect(ended).toMatchObject({ failure: '', warnings: [] });
  expect(json(ended, 'referrers')).toMatchObject([{ subject: digest, came: false }]);
  expect(to.at.tags.get('prod-1')).toBe(digest);
});

test('a tag that was deleted right after it was written', async () => {
  const { name, at, push } = await registry({
    fault(one) {
      if (one.method === 'GET' && one.path.endsWith('/prod-1')) at.tags.delete('prod-1');
      return false;
    },
  });
  const digest = await push(image('whose tag goes away'), 'dev');
  const ended = await promoted({ from: name, digest, tags: 'prod-1' });
  expect(json(ended, 'report')).toMatchObject({ outcome: 'superseded', code: 'tag-moved' });
  expect(ended.failure).toContain(`${name}:prod-1 was deleted right after it was written.`);
});
