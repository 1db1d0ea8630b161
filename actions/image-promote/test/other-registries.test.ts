import { digestOf } from '@actions-aws/registry';
import { type BuiltImage, buildIndex, pushTo } from '@actions-aws/testing/images';
import { isWriteOf, otherRegistries } from './support/registries.ts';
import { json, run } from './support/run.ts';
import { type ImageWorld, image, imageWorld, signature, step, twoPlatforms } from './support/world.ts';

let world: ImageWorld;
beforeAll(async () => {
  world = await imageWorld();
});
afterAll(() => world.stop());

const registries = otherRegistries();
const registry = registries.start;
afterEach(registries.stop);

const promoted = (inputs: Readonly<Record<string, string>>) => run(step(world, inputs), world);

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

test.each(['require', 'try'])(
  'a blob that is not what its digest says never gets there, nor the tag; `referrers: %s`',
  async (referrers) => {
    const from = await registry({ referrers: 'api' });
    const to = await registry({ referrers: 'api' });
    const built = image(`whose layer was changed, ${referrers}`);
    const digest = await from.push(built, 'dev');
    await from.push(signature(built));
    const layer = built.blobs.at(-1);
    const changed = Buffer.from(layer?.bytes ?? []);
    changed[0] = (changed[0] ?? 0) ^ 1;
    from.at.blobs.set(layer?.digest ?? '', changed);
    const ended = await promoted({ from: from.name, to: to.name, digest, tags: 'prod-1', moving: 'prod', referrers });
    expect(json(ended, 'report')).toMatchObject({ outcome: 'failed' });
    expect(ended.failure).toMatch(/bytes have the digest sha256:\w+, and not sha256:/);
    expect([to.at.blobs.has(layer?.digest ?? ''), to.at.manifests.has(digest), to.at.tags.size]).toEqual([
      false,
      false,
      0,
    ]);
  },
);

test('layers that a repository of `mount-from` has are not sent', async () => {
  const [from, to] = [await registry(), await registry()];
  const built = image('on a base');
  const [config, base, app] = built.blobs;
  const digest = await from.push(built);
  to.held('team/base').blobs.set(base?.digest ?? '', Buffer.from(base?.bytes ?? []));
  const ended = await promoted({
    from: from.name,
    to: to.name,
    digest,
    tags: 'v1',
    'mount-from': `${to.host}/team/base`,
  });
  expect(ended.failure).toBe('');
  const bytes = (config?.bytes.length ?? 0) + (app?.bytes.length ?? 0);
  expect(json(ended, 'report')).toMatchObject({ blobs: { mounted: 1, sent: 2, bytes } });
  expect(to.held().blobs.has(base?.digest ?? '')).toBe(true);
});

test('an image that is named by sha512 is promoted once, also where tags are told by sha256', async () => {
  const from = await registry();
  const built = image('by another algorithm');
  await from.push(built, 'dev');
  const { bytes, mediaType } = from.at.manifests.get(built.digest) ?? {};
  if (!bytes || !mediaType) throw new Error('It was not pushed.');
  const digest = digestOf(bytes, 'sha512:');
  from.at.manifests.set(digest, { bytes, mediaType });
  const to = await registry();
  const asked = { from: from.name, to: to.name, digest, tags: 'prod-1', moving: 'prod', 'require-tag': 'dev' };
  for (const outcome of ['promoted', 'noop']) {
    const ended = await promoted(asked);
    expect([ended.outputs.outcome, ended.failure]).toEqual([outcome, '']);
    expect([to.at.tags.get('prod-1'), to.at.tags.get('prod')]).toEqual([built.digest, built.digest]);
  }
});
