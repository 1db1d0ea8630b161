import { PutImageTagMutabilityCommand } from '@aws-sdk/client-ecr';
import type { ManifestBytes } from '../src/index.ts';
import { type EcrWorld, ecrWorld } from './support/ecr-world.ts';
import { type Content, configWith, imageOf, indexOf, notFound } from './support/images.ts';
import { openedToWrite } from './support/opened.ts';
import { type Reply, type Stub, startStub } from './support/stub.ts';

const image = imageOf(configWith({}));
const bytesOf = ({ body, digest, mediaType }: Content): ManifestBytes => ({
  bytes: Buffer.from(body),
  digest,
  mediaType,
});

describe('in ECR', () => {
  let the: EcrWorld;
  beforeEach(async () => {
    the = await ecrWorld();
  });
  afterEach(() => the.stop());

  test('a manifest is written as it is, under its digest or a tag, once or twice', async () => {
    const registry = await the.openedToWrite();
    const other = indexOf([{ mediaType: the.image.mediaType, digest: the.image.digest, size: the.image.body.length }]);
    for (const tag of [undefined, 'v2', 'v2']) {
      await registry.putManifest(bytesOf(other), tag);
      const found = await registry.describe(tag ?? other.digest);
      expect(found).toMatchObject({ state: 'present', digest: other.digest, mediaType: other.mediaType });
    }
  });

  test('a tag that may not move names the image that it has, and says so', async () => {
    const registry = await the.openedToWrite();
    const immutable = { repositoryName: 'team/api', imageTagMutability: 'IMMUTABLE' } as const;
    await the.ecr.send(new PutImageTagMutabilityCommand(immutable));
    await registry.putManifest(bytesOf(the.image), 'v1');
    const other = imageOf(configWith({ revision: 'abc' }), { annotations: { a: 'b' } });
    await expect(registry.putManifest(bytesOf(other), 'v1')).rejects.toMatchObject({ code: 'immutable-tag' });
  });

  test.each([
    ['an image whose layers are not there', image, {}, 'not-whole'],
    ['a repository that is not there', image, { repository: 'team/new' }, 'no-repository'],
  ])('%s is an error', async (_, content, more, code) => {
    const registry = await the.openedToWrite({ name: { ...the.names.aws, ...more } });
    await expect(registry.putManifest(bytesOf(content), 'v2')).rejects.toMatchObject({ code });
  });

  test('without ecr:PutImage, the error names it', async () => {
    const Statement = [{ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' }] as const;
    const registry = await the.openedToWrite({ policy: { Statement } });
    await expect(registry.putManifest(bytesOf(the.image), 'v2')).rejects.toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining('ecr:PutImage'),
    });
  });
});

let stub: Stub | undefined;
afterEach(() => stub?.stop());

async function put(answer: Reply, then: Reply = notFound('MANIFEST_UNKNOWN')): Promise<unknown> {
  stub = await startStub(({ method }) => (method === 'PUT' ? answer : then));
  return openedToWrite(stub.host)
    .putManifest(bytesOf(image), 'v1')
    .catch((error: unknown) => error);
}

const digest = (text: string) => ({ 'docker-content-digest': text });
const read: Reply = { headers: { 'content-type': image.mediaType }, body: image.body };

test('the bytes and their type go out as they are', async () => {
  expect(await put({ status: 201, headers: digest(image.digest) })).toBeUndefined();
  const [came, ...more] = stub?.came ?? [];
  expect([came?.method, came?.path, came?.headers['content-type'], came?.body]).toEqual([
    'PUT',
    '/v2/team/api/manifests/v1',
    image.mediaType,
    image.body,
  ]);
  expect(more).toEqual([]);
});

test('a registry that does not say what it stored is asked for it', async () => {
  expect(await put({ status: 201 }, read)).toBeUndefined();
  await stub?.stop();
  expect(await put({ status: 201 })).toMatchObject({ message: expect.stringContaining('it stored nothing') });
});

test.each<[string, Reply, string]>([
  ['another digest', { status: 201, headers: digest(configWith({}).digest) }, 'not-a-registry'],
  ['a page', { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404</h1>' }, 'not-a-registry'],
  ['a redirect to a page', { status: 302, headers: { location: '/sign-in' } }, 'not-a-registry'],
  ['405', { status: 405 }, 'unsupported'],
  ['401', { status: 401 }, 'credentials-invalid'],
  ['403', { status: 403 }, 'not-allowed'],
  ['500', { status: 500 }, 'unavailable'],
])('%s is an error', async (_, answer, code) => {
  expect(await put(answer)).toMatchObject({ name: 'UserError', code, hint: expect.any(String) });
});

test('what is no manifest is not sent', async () => {
  stub = await startStub(() => ({}));
  const registry = openedToWrite(stub.host);
  const wrong: readonly ManifestBytes[] = [
    { ...bytesOf(image), digest: configWith({}).digest },
    { ...bytesOf(image), mediaType: 'text/html' },
    { ...bytesOf(image), bytes: Buffer.from('{}') },
  ];
  for (const one of wrong) await expect(registry.putManifest(one)).rejects.toThrow('Could not write the manifest');
  await expect(registry.putManifest(bytesOf(image), '.a')).rejects.toThrow('is no tag');
  expect(stub.came).toEqual([]);
});
