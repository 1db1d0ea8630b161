import type { Found } from '../src/index.ts';
import {
  attestationOf,
  type Content,
  configWith,
  content,
  descriptorOf,
  imageOf,
  indexOf,
  notFound,
  registryWith,
  TYPES,
} from './support/images.ts';
import { opened } from './support/opened.ts';
import { type Reply, type Stub, startStub } from './support/stub.ts';

const REVISION = 'org.opencontainers.image.revision';

let stub: Stub | undefined;
afterEach(() => stub?.stop());

/** What a registry that holds these says of `latest`, the last of them. */
async function latestOf(...held: readonly Content[]): Promise<Found> {
  stub = await startStub(registryWith(held, { latest: held.at(-1) as Content }));
  const found = await opened(stub.host).describe('latest');
  if (found.state !== 'present') throw new Error(found.why);
  return found;
}

const config = configWith({ [REVISION]: 'abc', 'a label': 'b' });

test.each([
  ['of OCI', imageOf(config)],
  [
    'of Docker',
    imageOf(configWith({ [REVISION]: 'abc', 'a label': 'b' }, TYPES.dockerConfig), {}, TYPES.dockerManifest),
  ],
])('an image %s is described with its digest, its bytes and its labels', async (_, image) => {
  const found = await latestOf(configWith({ [REVISION]: 'abc', 'a label': 'b' }, TYPES.dockerConfig), config, image);
  expect(found).toMatchObject({ digest: image.digest, mediaType: image.mediaType, annotations: {} });
  expect(Buffer.from(found.manifest).toString()).toBe(image.body);
  expect(await found.labels()).toEqual({ [REVISION]: 'abc', 'a label': 'b' });
  expect(await found.says(REVISION)).toBe('abc');
  expect(await found.says('toString')).toBeUndefined();
});

test('labels are read once, and only when they are asked for', async () => {
  const found = await latestOf(config, imageOf(config));
  expect(stub?.came).toHaveLength(1);
  await Promise.all([found.labels(), found.says(REVISION)]);
  expect(stub?.came).toHaveLength(2);
});

test('every form of a manifest is accepted, and who asks is told', async () => {
  await latestOf(config, imageOf(config));
  expect(stub?.came[0]?.headers).toMatchObject({ 'user-agent': 'actions/test', 'accept-encoding': 'identity' });
  const accept = stub?.came[0]?.headers.accept?.split(', ');
  expect(accept).toEqual(expect.arrayContaining([TYPES.index, TYPES.manifest, TYPES.dockerList, TYPES.dockerManifest]));
});

test('an annotation counts before a label, and of an index before those of its images', async () => {
  const image = imageOf(config, { annotations: { [REVISION]: 'def' } });
  expect(await (await latestOf(config, image)).says(REVISION)).toBe('def');
  await stub?.stop();
  const index = indexOf([descriptorOf(image)], { annotations: { [REVISION]: 'ghi' } });
  const found = await latestOf(config, image, index);
  expect(await found.says(REVISION)).toBe('ghi');
  expect(stub?.came).toHaveLength(1);
});

test.each([TYPES.index, TYPES.dockerList])(
  'the labels of an index are its first image’s, not an attestation’s: %s',
  async (type) => {
    const attestation = imageOf(configWith({ [REVISION]: 'wrong' }));
    const platform = { os: 'linux', architecture: 'arm64' };
    const image = imageOf(config);
    const index = indexOf([attestationOf(attestation), descriptorOf(image, { platform })], {}, type);
    const found = await latestOf(config, attestation, image, index);
    expect(found.digest).toBe(index.digest);
    expect(await found.says(REVISION)).toBe('abc');
  },
);

test('an index in an index is looked into; what has no labels has none', async () => {
  const inner = indexOf([descriptorOf(imageOf(config))]);
  expect(await (await latestOf(config, imageOf(config), inner, indexOf([descriptorOf(inner)]))).says(REVISION)).toBe(
    'abc',
  );
  await stub?.stop();
  const chart = imageOf(content('application/vnd.cncf.helm.config.v1+json', { name: 'chart' }));
  expect(await (await latestOf(chart)).labels()).toEqual({});
  await stub?.stop();
  const unlabelled = configWith(null);
  expect(await (await latestOf(unlabelled, imageOf(unlabelled))).labels()).toEqual({});
  await stub?.stop();
  expect(await (await latestOf(indexOf([]))).labels()).toEqual({});
});

test('a digest is described as a tag is', async () => {
  const image = imageOf(config);
  stub = await startStub(registryWith([image], {}));
  expect(await opened(stub.host).describe(image.digest)).toMatchObject({ state: 'present', digest: image.digest });
});

test.each(['', 'a:b', '-a', '../../other/manifests/x', 'a'.repeat(129), 'sha256:abc'])(
  '%j is no reference, and nothing is asked',
  async (reference) => {
    stub = await startStub(() => notFound('MANIFEST_UNKNOWN'));
    await expect(opened(stub.host).describe(reference)).rejects.toThrow('neither a tag nor a digest');
    expect(stub.came).toEqual([]);
  },
);

test.each([
  ['MANIFEST_UNKNOWN', 'team/api:latest'],
  ['NAME_UNKNOWN', 'team/api', 'repository '],
  ['NOT_FOUND', 'team/api:latest'],
])('%s means absent: no %s', async (code, missing, what = '') => {
  stub = await startStub(() => notFound(code));
  const why = `${stub.host} has no ${what}${stub.host}/${missing}.`;
  expect(await opened(stub.host).describe('latest')).toEqual({ state: 'absent', why });
});

const image = imageOf(config);
const json = { 'content-type': 'application/json' };
const served = (body: string, type = TYPES.manifest, more: Record<string, string> = {}): Reply => ({
  headers: { 'content-type': type, ...more },
  body,
});

test.each<[string, Reply, string]>([
  [
    'a digest that is not that of the bytes',
    served(image.body, TYPES.manifest, { 'docker-content-digest': config.digest }),
    'its bytes have the digest',
  ],
  [
    'a digest of no known kind',
    served(image.body, TYPES.manifest, { 'docker-content-digest': 'md5:abc' }),
    'it names the digest "md5:abc"',
  ],
  ['a page of HTML', served('<html></html>', 'text/html'), 'content type "text/html"'],
  ['no content type', { body: image.body }, 'content type ""'],
  ['another media type inside', served(image.body, TYPES.dockerManifest), 'by its content'],
  [
    'an index and an image in one',
    served(JSON.stringify({ ...JSON.parse(image.body), manifests: [] })),
    'not that of an image',
  ],
  [
    'an index that has layers',
    served(JSON.stringify({ manifests: [], layers: [] }), TYPES.index),
    'not that of an index',
  ],
  ['an index without a list', served('{}', TYPES.index), 'not that of an index'],
  ['an image without a configuration', served('{"layers":[]}'), 'not that of an image'],
  ['an entry without a digest', served('{"manifests":[{}]}', TYPES.index), 'unknown form'],
  ['no JSON', served('nothing'), 'not a JSON object'],
  ['a list', served('[]'), 'not a JSON object'],
  ['schema 1', served('{}', 'application/vnd.docker.distribution.manifest.v1+prettyjws'), 'schema 1'],
  ['too much', served(' '.repeat(5 * 1024 * 1024)), 'longer than 4 MB'],
  ['an encoding', served(image.body, TYPES.manifest, { 'content-encoding': 'gzip' }), 'encoded as gzip'],
  [
    '404 of a web server',
    { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404</h1>' },
    'not that of a registry',
  ],
  ['404 with other JSON', { status: 404, headers: json, body: '{"message":"Not Found"}' }, 'not that of a registry'],
  ['404 without a body', { status: 404 }, 'not that of a registry'],
  ['404 with no errors', { status: 404, headers: json, body: '{"errors":[]}' }, 'not that of a registry'],
  [
    '404 for another reason',
    { status: 404, headers: json, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"},{"code":"DENIED"}]}' },
    'DENIED',
  ],
  ['410', { status: 410, headers: json, body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}' }, 'It said 410'],
  ['a redirect without end', { status: 307, headers: { location: '/v2/again' } }, 'without end'],
])('%s is an error, and never an image or its absence', async (_, reply, message) => {
  stub = await startStub(() => reply);
  await expect(opened(stub.host).describe('latest')).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(message),
    hint: expect.any(String),
  });
});

test('what a registry says makes no message longer than a person reads', async () => {
  const body = JSON.stringify({ mediaType: 'x'.repeat(1_000_000) });
  stub = await startStub(() => served(body));
  const message = await opened(stub.host)
    .describe('latest')
    .then(
      ({ state }) => state,
      (error: Error) => error.message,
    );
  expect(message).toContain('xxx');
  expect(message.length).toBeLessThan(600);
});

test('an index whose image is missing, and an image whose configuration is another’s, have no labels but an error', async () => {
  const index = indexOf([descriptorOf(image)]);
  await expect((await latestOf(index)).labels()).rejects.toThrow('is not whole');
  await stub?.stop();
  stub = await startStub(({ path }) => (path.includes('/blobs/') ? { body: configWith({}).body } : served(image.body)));
  const found = (await opened(stub.host).describe('latest')) as Found;
  await expect(found.labels()).rejects.toThrow(`and not ${config.digest}`);
});
