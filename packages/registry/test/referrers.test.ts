import { type Behaviour, type RegistryStub, startRegistryStub } from '@actions-aws/testing/images';
import { digestOf, type Referrer } from '../src/index.ts';
import {
  type Content,
  configWith,
  content,
  descriptorOf,
  imageOf,
  indexOf,
  notFound,
  TYPES,
} from './support/images.ts';
import { openedToWrite, quickClock } from './support/opened.ts';

const config = configWith({});
const image = imageOf(config);
const tag = image.digest.replace(':', '-');

/** A manifest about the image. */
const about = (artifactType: string, more: object = {}): Content =>
  imageOf(config, { artifactType, subject: descriptorOf(image), ...more });
const signature = about('application/vnd.example.signature');
const bill = about('application/spdx+json', { annotations: { made: 'by hand' } });
const cosigned = imageOf(config, { annotations: { 'dev.cosignproject.cosign/signature': 'abc' } });
const fallback = (...entries: Content[]) => indexOf(entries.map((one) => descriptorOf(one)));

let stub: RegistryStub | undefined;
afterEach(() => stub?.stop());

/** A registry with these manifests, and tags for some. */
async function start(
  held: readonly Content[],
  tags: Readonly<Record<string, Content>>,
  behaviour: Partial<Behaviour> = {},
) {
  stub = await startRegistryStub(behaviour);
  const { manifests, tags: named } = stub.held();
  for (const { digest, mediaType, body } of [...held, ...Object.values(tags)]) {
    manifests.set(digest, { mediaType, bytes: Buffer.from(body) });
  }
  for (const [name, { digest }] of Object.entries(tags)) named.set(name, digest);
  return stub;
}

const found = async (digest = image.digest) => openedToWrite(stub?.host ?? '').referrers(digest);
const known = ({ digest, found: by, tag: name }: Referrer) => [digest, by, ...(name === undefined ? [] : [name])];

describe('referrers are found', () => {
  test('by the list of the registry, with the types of their own manifests', async () => {
    await start([image, signature, bill], {}, { referrers: 'api' });
    expect(await found()).toEqual([
      {
        digest: signature.digest,
        mediaType: TYPES.manifest,
        artifactType: 'application/vnd.example.signature',
        size: signature.body.length,
        annotations: {},
        manifest: Buffer.from(signature.body),
        found: 'api',
      },
      expect.objectContaining({ artifactType: 'application/spdx+json', annotations: { made: 'by hand' } }),
    ]);
  });

  test('a few at a time, where there are many', async () => {
    let [open, most] = [0, 0];
    const many = Array.from({ length: 60 }, (_, index) => about(`application/vnd.example.${index}`));
    await start(
      [image, ...many],
      {},
      {
        referrers: 'api',
        async fault(_, response) {
          open += 1;
          most = Math.max(most, open);
          response.once('finish', () => {
            open -= 1;
          });
          // All that are under way come in before the first one is answered.
          for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          return false;
        },
      },
    );
    expect((await found()).length).toBe(60);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });

  test('by the index under the fallback tag', async () => {
    await start([image, signature, bill], { [tag]: fallback(signature, bill) });
    expect((await found()).map(known)).toEqual([
      [signature.digest, 'fallback-tag'],
      [bill.digest, 'fallback-tag'],
    ]);
  });

  test('by the tags of cosign', async () => {
    await start([image], { [`${tag}.sig`]: cosigned, [`${tag}.att`]: signature, [`${tag}.sbom`]: bill });
    expect((await found()).map(known)).toEqual([
      [cosigned.digest, 'cosign-tag', `${tag}.sig`],
      [signature.digest, 'cosign-tag', `${tag}.att`],
      [bill.digest, 'cosign-tag', `${tag}.sbom`],
    ]);
    expect((await found())[0]?.artifactType).toBe(TYPES.config);
  });

  test('by all three, each once', async () => {
    const tags = { [tag]: fallback(signature, bill), [`${tag}.sig`]: signature };
    await start([image, signature, bill], tags, { referrers: 'api' });
    stub?.held().manifests.delete(bill.digest);
    // What was deleted since is still in the index, and nowhere else.
    expect((await found()).map(known)).toEqual([[signature.digest, 'api', `${tag}.sig`]]);
  });

  test('over all pages of the list', async () => {
    const pages = [signature, bill];
    await start(
      pages,
      {},
      {
        fault({ path }, response) {
          const [, at = ''] = /\/referrers\/[^?]*(?:\?last=(\d))?$/.exec(path) ?? [];
          const page = pages[Number(at)];
          if (!path.includes('/referrers/') || !page) return false;
          const link = at === '1' ? {} : { link: `<${path}?last=1>; rel="next"` };
          response.writeHead(200, { 'content-type': TYPES.index, 'oci-filters-applied': 'artifactType', ...link });
          response.end(JSON.stringify({ manifests: [descriptorOf(page, { artifactType: 'wrong' })] }));
          return true;
        },
      },
    );
    expect((await found()).map(({ artifactType }) => artifactType)).toEqual([
      'application/vnd.example.signature',
      'application/spdx+json',
    ]);
  });

  test('not where there are none, nor where a registry takes the tag for the digest', async () => {
    await start([image], { [tag]: image });
    expect(await found()).toEqual([]);
    expect(await found(digestOf(Buffer.from('x')))).toEqual([]);
  });
});

/** Answers every request for one kind of thing with this. */
const answers = (part: string, status: number, body = '', type = 'application/json'): Partial<Behaviour> => ({
  fault({ path }, response) {
    if (path.includes(part)) response.writeHead(status, { 'content-type': type }).end(body);
    return path.includes(part);
  },
});

test.each([400, 404, 405, 406])('%s to the list means that there is none, and the tags are asked', async (status) => {
  await start([image, signature], { [tag]: fallback(signature) }, answers('/referrers/', status));
  expect((await found()).map(known)).toEqual([[signature.digest, 'fallback-tag']]);
});

test.each<[string, Partial<Behaviour>, string | undefined]>([
  ...[401, 403, 500, 503, 429].map((status): [string, Partial<Behaviour>, string] => [
    `${status} to the list`,
    answers('/referrers/', status),
    status === 401 ? 'credentials-invalid' : status === 403 ? 'not-allowed' : 'unavailable',
  ]),
  ['a page instead of the list', answers('/referrers/', 200, '<h1>Sign in</h1>', 'text/html'), 'not-a-registry'],
  ['a list of something else', answers('/referrers/', 200, '{"manifests":[{}]}', TYPES.index), 'not-a-registry'],
  ['500 to the fallback tag', answers(`/manifests/${tag}`, 500), 'unavailable'],
  [
    'a page instead of the fallback tag',
    answers(`/manifests/${tag}`, 404, '<h1>404</h1>', 'text/html'),
    'not-a-registry',
  ],
  ['503 to a tag of cosign', answers(`/manifests/${tag}.att`, 503), 'unavailable'],
  ['403 to a tag of cosign', answers(`/manifests/${tag}.sbom`, 403), 'not-allowed'],
  ['500 to a referrer', answers(`/manifests/${signature.digest}`, 500), 'unavailable'],
  [
    'a referrer that is listed and not there',
    answers(`/manifests/${signature.digest}`, 404, (notFound('MANIFEST_UNKNOWN') as { body: string }).body),
    'not-whole',
  ],
])('%s is an error, and never none', async (_, behaviour, code) => {
  await start([image, signature], {}, { referrers: 'api', ...behaviour });
  const clock = quickClock();
  const asked = openedToWrite(stub?.host ?? '', { clock, until: clock.now() + 3_000 }).referrers(image.digest);
  await expect(asked).rejects.toMatchObject({ name: 'UserError', code, hint: expect.any(String) });
});

test('one that cannot be read is told, where that is asked for, and the others are found', async () => {
  const tags = { [tag]: fallback(bill), [`${tag}.sig`]: cosigned, [`${tag}.att`]: cosigned };
  const unreadable = [`/manifests/${signature.digest}`, `/manifests/${tag}.att`];
  await start([image, signature, bill], tags, {
    referrers: 'api',
    fault({ path }, response) {
      const isOne = unreadable.some((one) => path.endsWith(one));
      if (isOne) response.writeHead(403).end();
      return isOne;
    },
  });
  const told: unknown[] = [];
  const some = await openedToWrite(stub?.host ?? '').referrers(image.digest, ({ digest, error }) => {
    told.push([digest, error.code]);
  });
  expect(some.map(known)).toEqual([
    [bill.digest, 'api'],
    [cosigned.digest, 'cosign-tag', `${tag}.sig`],
  ]);
  expect(told.sort()).toEqual([
    ['', 'not-allowed'],
    [signature.digest, 'not-allowed'],
  ]);
});

test('a fallback tag that names an image is an error', async () => {
  await start([image], { [tag]: signature });
  await expect(found()).rejects.toMatchObject({ message: expect.stringContaining(`The tag ${tag}`) });
});

describe('referrers are recorded', () => {
  const referrerOf = ({ digest, mediaType, body }: Content, artifactType = ''): Referrer => ({
    digest,
    mediaType,
    artifactType,
    size: body.length,
    annotations: {},
    manifest: Buffer.from(body),
    found: 'api',
  });
  const bytesOf = ({ body, digest, mediaType }: Content) => ({ bytes: Buffer.from(body), digest, mediaType });
  const index = () => {
    const held = stub?.held();
    const digest = held?.tags.get(tag) ?? '';
    return held?.manifests.get(digest)?.bytes.toString();
  };
  const requests = () => stub?.came.map((one) => one.split(' ')[0]).join(' ');

  test('by the registry itself, where it says so when they are written', async () => {
    await start([image], {}, { referrers: 'api' });
    const registry = openedToWrite(stub?.host ?? '');
    await registry.putManifest(bytesOf(signature));
    await registry.recordReferrers(image, [referrerOf(signature)]);
    expect([requests(), index()]).toEqual(['PUT', undefined]);
  });

  test('by the registry itself, where it lists them and does not say so', async () => {
    await start([image], {}, { referrers: 'api, unsaid' });
    const registry = openedToWrite(stub?.host ?? '');
    await registry.putManifest(bytesOf(signature));
    await registry.recordReferrers(image, [referrerOf(signature)]);
    expect([requests(), index()]).toEqual(['PUT GET GET', undefined]);
  });

  test('under the fallback tag, where it lists none', async () => {
    await start([image, signature, bill], {});
    const registry = openedToWrite(stub?.host ?? '');
    await registry.recordReferrers(image, [referrerOf(signature, 'application/a'), referrerOf(bill)]);
    expect(JSON.parse(index() ?? '')).toEqual({
      schemaVersion: 2,
      mediaType: TYPES.index,
      manifests: [descriptorOf(signature, { artifactType: 'application/a' }), descriptorOf(bill)],
    });
    expect((await found()).map(known)).toEqual([
      [signature.digest, 'fallback-tag'],
      [bill.digest, 'fallback-tag'],
    ]);
    const before = stub?.came.length ?? 0;
    await registry.recordReferrers(image, [referrerOf(bill), referrerOf(signature)]);
    expect(stub?.came.slice(before).some((one) => one.startsWith('PUT'))).toBe(false);
  });

  test('before the subject is there only in a registry that has no list of its own', async () => {
    await start([signature], {});
    const early = { subject: 'to come' } as const;
    expect(await openedToWrite(stub?.host ?? '').recordReferrers(image, [referrerOf(signature)], early)).toBe(true);
    expect(JSON.parse(index() ?? '').manifests).toMatchObject([{ digest: signature.digest }]);
    await stub?.stop();
    await start([], {}, { referrers: 'api, unsaid' });
    const registry = openedToWrite(stub?.host ?? '');
    expect(await registry.recordReferrers(image, [referrerOf(signature)], early)).toBe(false);
    expect(index()).toBe(undefined);
    await registry.putManifest(bytesOf(signature));
    expect(await registry.recordReferrers(image, [referrerOf(signature)], early)).toBe(true);
    expect(index()).toBe(undefined);
  });

  test('beside the entries that are there, which stay as they are', async () => {
    const old = content(TYPES.index, {
      schemaVersion: 2,
      mediaType: TYPES.index,
      manifests: [{ ...descriptorOf(bill), annotations: { old: 'yes' }, unknown: [1] }],
      annotations: { kept: 'yes' },
    });
    await start([image, signature, bill], { [tag]: old });
    await openedToWrite(stub?.host ?? '').recordReferrers(image, [referrerOf(bill), referrerOf(signature)]);
    const { manifests, ...rest } = JSON.parse(old.body);
    expect(JSON.parse(index() ?? '')).toEqual({ ...rest, manifests: [...manifests, descriptorOf(signature)] });
  });

  test('again where another run wrote the tag at the same time', async () => {
    let isLost = false;
    await start(
      [image, signature, bill],
      {},
      {
        fault({ method, path }) {
          // What we wrote is overwritten before it is read again.
          if (method === 'GET' && path.endsWith(tag) && index() && !isLost) {
            isLost = true;
            const theirs = fallback(bill);
            stub?.held().manifests.set(theirs.digest, { mediaType: TYPES.index, bytes: Buffer.from(theirs.body) });
            stub?.held().tags.set(tag, theirs.digest);
          }
          return false;
        },
      },
    );
    await openedToWrite(stub?.host ?? '').recordReferrers(image, [referrerOf(signature)]);
    expect(JSON.parse(index() ?? '').manifests).toEqual([descriptorOf(bill), descriptorOf(signature)]);
  });

  test('or it is an error: where the tag does not keep them, or may not move', async () => {
    await start(
      [image],
      {},
      {
        fault({ method }, response) {
          if (method === 'PUT') response.writeHead(201).end();
          return method === 'PUT';
        },
      },
    );
    const record = () => openedToWrite(stub?.host ?? '').recordReferrers(image, [referrerOf(signature)]);
    await expect(record()).rejects.toMatchObject({ message: expect.stringContaining('stored nothing') });
    await stub?.stop();
    await start(
      [image],
      {},
      {
        fault({ method }, response) {
          const errors = [{ code: 'TAG_INVALID', message: 'The image tag cannot be overwritten: it is immutable.' }];
          if (method === 'PUT') response.writeHead(400).end(JSON.stringify({ errors }));
          return method === 'PUT';
        },
      },
    );
    await expect(record()).rejects.toMatchObject({ code: 'immutable-tag', hint: expect.stringContaining('sha256-*') });
  });
});
