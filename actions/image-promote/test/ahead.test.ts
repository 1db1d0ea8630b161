import { buildImage, buildIndex, type CameIn } from '@actions-aws/testing/images';
import { isWriteOf, otherRegistries } from './support/registries.ts';
import { json, run } from './support/run.ts';
import { type ImageWorld, image, imageWorld, signature, step, twoPlatforms } from './support/world.ts';

// What is waited for at the same time, so that a distant registry is waited for less often; and that nothing is taken for done by it.

let world: ImageWorld;
beforeAll(async () => {
  // A look is good for a second: on a clock that is faster than the machine's it would be for none.
  world = await imageWorld({ scale: 1 });
});
afterAll(() => world.stop());

const registries = otherRegistries();
const registry = registries.start;
afterEach(registries.stop);

const promoted = (inputs: Readonly<Record<string, string>>) => run(step(world, inputs), world);

const taken = image('that has the tag');

/** Holds a request until another one has come. */
function untilSeen(held: (one: CameIn) => boolean, awaited: (one: CameIn) => boolean) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return async (one: CameIn) => {
    if (awaited(one)) resolve();
    if (held(one)) await promise;
    return false;
  };
}

test('while a blob still comes, a platform that is whole is written, and so is what refers to the image', async () => {
  const index = twoPlatforms('whose second platform takes its time');
  const [first, second] = index.children;
  const signed = signature(index);
  const last = second?.blobs.at(-1)?.digest ?? '';
  expect(first?.blobs.some(({ digest }) => digest === last)).toBe(false);
  for (const reference of [first?.digest, signed.digest, index.digest.replace(':', '-')]) {
    const from = await registry();
    const to = await registry({
      fault: untilSeen(
        ({ method, path }) => method === 'PUT' && decodeURIComponent(path).endsWith(last),
        (one) => isWriteOf(one, reference ?? ''),
      ),
    });
    await from.push(index);
    await from.push(buildIndex([signed]), index.digest.replace(':', '-'));
    const ended = await promoted({ from: from.name, to: to.name, digest: index.digest, tags: 'prod-1' });
    expect(ended.failure).toBe('');
    const writes = to.came.filter((one) => /^PUT .*\/manifests\//.test(one));
    expect(writes.at(-1)).toContain('/prod-1');
    expect(writes.length).toBe(6);
  }
});

test('a registry that takes a referrer only after the image gets it then', async () => {
  const built = image('signed, in a registry that wants it first');
  const signed = signature(built);
  const from = await registry({ referrers: 'api' });
  const to = await registry({
    referrers: 'api',
    fault(one, response) {
      if (!isWriteOf(one, signed.digest) || to.at.manifests.has(built.digest)) return false;
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'the subject is not there' }] }));
      return true;
    },
  });
  await from.push(built);
  await from.push(signed);
  const ended = await promoted({ from: from.name, to: to.name, digest: built.digest, tags: 'prod-1' });
  expect(ended.failure).toBe('');
  expect(json(ended, 'referrers')).toEqual([expect.objectContaining({ digest: signed.digest, came: true })]);
  expect([...to.at.manifests.keys()].sort()).toEqual([built.digest, signed.digest].sort());
});

test('a tag is looked at with the last of what is compared, and once more after it is written', async () => {
  const from = await registry();
  const to = await registry();
  const digest = await from.push(image('looked at'));
  expect((await promoted({ from: from.name, to: to.name, digest, tags: 'prod-1' })).failure).toBe('');
  const ofTag = to.came.filter((one) => one.endsWith('/manifests/prod-1'));
  expect(ofTag.map((one) => one.split(' ')[0])).toEqual(['GET', 'GET', 'PUT', 'GET']);
});

test('a tag that another run takes away is looked at anew before it is written again', async () => {
  const theirs = image('of another run');
  let isTaken = false;
  const from = await registry();
  const to = await registry({
    fault({ method, path }) {
      const isRead = method === 'GET' && path.endsWith('/manifests/prod');
      if (!isTaken && isRead && to.at.tags.get('prod') === digest) {
        isTaken = true;
        to.at.tags.set('prod', theirs.digest);
      }
      return false;
    },
  });
  const digest = await from.push(image('of this run'));
  await to.push(theirs);
  const asked = { from: from.name, to: to.name, digest, moving: 'prod', 'allow-older': 'true' };
  expect((await promoted(asked)).failure).toBe('');
  const ofTag = to.came.filter((one) => one.endsWith('/manifests/prod'));
  expect(ofTag.map((one) => one.split(' ')[0]).join(' ')).toBe('GET GET PUT GET GET PUT GET');
});

test('a run that is refused does not wait for blobs that are looked for, and looks for no more', async () => {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const from = await registry();
  const to = await registry({
    async fault({ method }) {
      if (method === 'HEAD') await isOver;
      return false;
    },
  });
  const layers = Array.from({ length: 40 }, (_, at) => ({ 'app/layer': `${at}` }));
  const digest = await from.push(buildImage({ layers }));
  to.at.manifests.set(taken.digest, { mediaType: taken.mediaType, bytes: Buffer.from(taken.bytes) });
  to.at.tags.set('prod-1', taken.digest);
  const ended = await promoted({ from: from.name, to: to.name, digest, tags: 'prod-1' });
  expect(json(ended, 'report')).toMatchObject({ outcome: 'failed', code: 'tag-taken' });
  end();
  // Others would have come before the last of these.
  for (let request = 0; request < 50; request += 1) await fetch(`http://${to.host}/v2/`);
  expect(to.came.filter((one) => one.startsWith('HEAD')).length).toBeLessThanOrEqual(24);
});
