import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  keyOf,
  type Manifest,
  manifestKeyOf,
  manifestOf,
  placeOf,
  RELEASE_FILE,
  type ReleaseFile,
  sharing,
  urlPathOf,
} from '../../src/index.ts';
import { BUCKET, type BucketWorld, bucketWorld, fileOf } from './support/bucket.ts';

let the: BucketWorld;
beforeAll(async () => {
  the = await bucketWorld();
  await the.cloud.control.snapshot('empty');
});
beforeEach(async () => {
  await the.cloud.control.restore('empty');
  await the.cloud.control.clearFaults();
  await the.cloud.control.clearJournal();
});
afterAll(() => the.stop());

type Plugin = Parameters<S3Client['middlewareStack']['use']>[0];
type Inner = (given: { input: object }) => Promise<unknown>;
const inPagesOfTwo = ((next: Inner, { commandName }: { commandName?: string }) =>
  (given: { input: object }) =>
    next(commandName?.startsWith('List') ? { ...given, input: { ...given.input, MaxKeys: 2 } } : given)) as never;

const id = '0123456789abcdef';
const key = keyOf(id, 'notes.txt');
const file = fileOf('notes.txt', 'first');
const there = (text: string, more: object = {}) =>
  the.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: text, ...more }));
const textOf = async (Key: string) =>
  (await the.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }))).Body?.transformToString();

describe('a file', () => {
  test('is written once, with its headers and a checksum that S3 keeps', async () => {
    const headers = { ...file.headers, 'content-language': 'de', 'content-disposition': 'attachment' };
    expect(await the.releases.create(key, Buffer.from('first'), { ...file, headers })).toBe('created');
    expect(await the.asked()).toEqual(['PutObject 200']);
    const head = await the.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-cache',
      ContentLanguage: 'de',
      ContentDisposition: 'attachment',
      ChecksumSHA256: Buffer.from(file.sha256, 'hex').toString('base64'),
      Metadata: { release: id },
    });
  });

  test('that is there with the same bytes is left', async () => {
    await the.releases.create(key, Buffer.from('first'), file);
    await the.asked();
    expect(await the.releases.create(key, Buffer.from('first'), file)).toBe('same');
    expect(await the.asked()).toEqual(['PutObject 412', 'HeadObject 200']);
  });

  test.each<[string, object, string]>([
    ['a release', { Metadata: { release: 'fedcba9876543210' } }, 'release fedcba9876543210 wrote other bytes there'],
    ['another hand', {}, 'other bytes are there, which no release wrote'],
  ])('that %s has written otherwise is left, and it is told whose it is', async (_whose, more, differs) => {
    await there('other', more);
    expect(await the.releases.create(key, Buffer.from('first'), file)).toEqual({ differs });
    expect(await textOf(key)).toBe('other');
  });

  test('that was written without a checksum is compared by its bytes', async () => {
    await there('first', { ChecksumAlgorithm: 'CRC32' });
    expect(await the.releases.create(key, Buffer.from('first'), file)).toBe('same');
    expect((await the.asked()).slice(-2)).toEqual(['HeadObject 200', 'GetObject 200']);
  });

  test('that S3 gets with other bytes than were hashed is refused', async () => {
    await expect(the.releases.create(key, Buffer.from('firsd'), file)).rejects.toThrow(/XAmzContentSHA256Mismatch/);
    expect((await the.releases.sizes(id)).size).toBe(0);
  });

  test('that is empty is written, too', async () => {
    const empty = fileOf('.nojekyll', '');
    expect(await the.releases.create(keyOf(id, empty.path), Buffer.from(''), empty)).toBe('created');
    expect(await the.releases.sizes(id)).toEqual(new Map([['.nojekyll', 0]]));
  });

  test('as a stream is opened anew by each attempt', async () => {
    let opened = 0;
    await the.cloud.control.addFault({ operation: 'PutObject', kind: 'unavailable', times: 2 });
    const content = () => {
      opened += 1;
      return Readable.from([Buffer.from('fir'), Buffer.from('st')]);
    };
    expect(await the.releases.create(key, content, file)).toBe('created');
    expect(opened).toBe(3);
    expect(await textOf(key)).toBe('first');
  });

  test('whose reply was lost is found by its checksum', async () => {
    await the.cloud.control.addFault({ operation: 'PutObject', kind: 'reset', when: 'after', times: 1 });
    expect(await the.releases.create(key, Buffer.from('first'), file)).toBe('same');
  });

  test('that another run writes at the same moment is tried again', async () => {
    const error = { code: 'ConditionalRequestConflict', status: 409 };
    await the.cloud.control.addFault({ operation: 'PutObject', kind: 'error', error, times: 3 });
    expect(await the.releases.create(key, Buffer.from('first'), file)).toBe('created');
  });
});

describe('a copy', () => {
  const target = keyOf('fedcba9876543210', 'notes.txt');

  test('keeps headers and checksum, and asks for nothing but the copy', async () => {
    await the.releases.create(key, Buffer.from('first'), file);
    await the.asked();
    expect(await the.releases.copy(key, target, file)).toBe('created');
    expect(await the.asked()).toEqual(['CopyObject 200']);
    expect(await the.releases.copy(key, target, file)).toBe('same');
    const head = await the.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: target }));
    // The release for which it was written.
    expect(head).toMatchObject({ ContentType: 'text/plain; charset=utf-8', Metadata: { release: id } });
  });

  test('replaces nothing', async () => {
    await the.releases.create(key, Buffer.from('first'), file);
    await the.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: target, Body: 'other' }));
    expect(await the.releases.copy(key, target, file)).toEqual({ differs: expect.stringContaining('no release') });
    expect(await textOf(target)).toBe('other');
  });

  test('of what is not there is told', async () => {
    expect(await the.releases.copy(key, target, file)).toBe('gone');
  });

  test('of other bytes than its manifest says is told', async () => {
    await there('other', { Metadata: { release: id } });
    expect(await the.releases.copy(key, target, file)).toEqual({ differs: `release ${id} wrote other bytes there` });
  });
});

describe('names', () => {
  // As they stand in a URL. S3 has them as they are.
  test.each<[string, string]>([
    ['index.html', 'index.html'],
    ['blog/[slug]/page-4f2a.js', 'blog/%5Bslug%5D/page-4f2a.js'],
    ['(shop)/cart.html', '%28shop%29/cart.html'],
    ['__next.!KHNob3Ap.txt', '__next.%21KHNob3Ap.txt'],
    ['__next.blog.$d$slug.__PAGE__.txt', '__next.blog.%24d%24slug.__PAGE__.txt'],
    ['@scope/a.js', '%40scope/a.js'],
    ['a+b.html', 'a%2Bb.html'],
    ['a b/c  d.html', 'a%20b/c%20%20d.html'],
    [' edge .html ', '%20edge%20.html%20'],
    ['a%23b.html', 'a%2523b.html'],
    ['a#b?c=d&e.html', 'a%23b%3Fc%3Dd%26e.html'],
    ["it's*.html", 'it%27s%2A.html'],
    ['a:b;c,d=e~f.html', 'a%3Ab%3Bc%2Cd%3De~f.html'],
    ['<&>"\'.html', '%3C%26%3E%22%27.html'],
    ['über/日本.html', '%C3%BCber/%E6%97%A5%E6%9C%AC.html'],
    ['😀.svg', '%F0%9F%98%80.svg'],
    ['.well-known/security.txt', '.well-known/security.txt'],
    ['a^b`c{d}|e.txt', 'a%5Eb%60c%7Bd%7D%7Ce.txt'],
  ])('%s is written, listed, copied and read as it is', async (path, inUrl) => {
    expect(urlPathOf(path)).toBe(inUrl);
    const named = { ...file, path };
    expect(await the.releases.create(keyOf(id, path), Buffer.from('first'), named)).toBe('created');
    expect([...(await the.releases.sizes(id)).keys()]).toEqual([path]);
    const other = 'fedcba9876543210';
    expect(await the.releases.copy(keyOf(id, path), keyOf(other, path), named)).toBe('created');
    expect([...(await the.releases.sizes(other)).keys()]).toEqual([path]);
  });
});

describe('a manifest', () => {
  const manifest = manifestOf([file, fileOf('assets/app-4f2a1b3c.js', 'code', { hashed: true })]);
  const older = { ...fileOf('assets/app-00000000.js', 'old', { hashed: true }), from: 'fedcba9876543210' };
  const newer = { ...fileOf('assets/app-11111111.js', 'new', { hashed: true }), from: '1111111111111111' };

  test('finishes a release, and is read as it was written', async () => {
    expect(await the.releases.read(manifest.id)).toBeUndefined();
    expect(await the.releases.commit(manifest)).toBe(manifest);
    expect(await the.releases.read(manifest.id)).toEqual(manifest);
    expect(await the.asked()).toEqual(['GetObject 404', 'PutObject 200', 'GetObject 200']);
  });

  test('that is there already carries what either does', async () => {
    await the.releases.commit({ ...manifest, carried: [older] });
    const both = await the.releases.commit({ ...manifest, carried: [newer] });
    expect(both.carried).toEqual([older, newer]);
    expect(await the.releases.read(manifest.id)).toEqual(both);
  });

  test('loses nothing that two runs add at the same time', async () => {
    await the.releases.commit(manifest);
    await Promise.all([older, newer].map((one) => the.releases.extend(manifest.id, [one])));
    const found = await the.releases.read(manifest.id);
    expect(found?.carried.map(({ path }) => path).sort()).toEqual([older.path, newer.path].sort());
    await the.asked();
    await the.releases.extend(manifest.id, [older]);
    expect(await the.asked()).toEqual(['GetObject 200']);
  });

  test('of a release that is not there is not made by adding to it', async () => {
    await expect(the.releases.extend(manifest.id, [older])).rejects.toThrow(`There is no s3://${BUCKET}/r/`);
  });

  test('that is none is an error with its name', async () => {
    const Key = manifestKeyOf(manifest.id);
    await the.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: '{"name":"Shop"}' }));
    await expect(the.releases.read(manifest.id)).rejects.toThrow(`s3://${BUCKET}/${Key} is no manifest`);
  });

  test('does not clash with a manifest.json of the build', async () => {
    const own = manifestOf([fileOf('manifest.json', '{"name":"Shop"}')]);
    expect(keyOf(own.id, 'manifest.json')).not.toBe(manifestKeyOf(own.id));
  });
});

describe('what is missing', () => {
  const written = async ({ id: of, files, carried }: Manifest, text: string) => {
    for (const one of [...files, ...carried, fileOf(RELEASE_FILE, text)]) {
      await the.releases.create(keyOf(of, one.path), Buffer.from(text), { ...one, ...fileOf(one.path, text) });
    }
  };
  const manifest: Manifest = {
    ...manifestOf([fileOf('a.txt', 'text'), fileOf('b.txt', 'text')]),
    carried: [{ ...fileOf('c.js', 'text'), from: id }],
  };
  const gone = (path: string) =>
    the.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: keyOf(manifest.id, path) }));

  test('is nothing of a whole release, in one request', async () => {
    await written(manifest, 'text');
    await the.asked();
    expect(await the.releases.missing(manifest)).toEqual([]);
    expect(await the.asked()).toEqual(['ListObjectsV2 200']);
  });

  test.each(['a.txt', 'c.js', RELEASE_FILE])('is %s, once that is gone', async (path) => {
    await written(manifest, 'text');
    await gone(path);
    expect(await the.releases.missing(manifest)).toEqual([path]);
  });

  test('is a file of another size', async () => {
    await written(manifest, 'text');
    await gone('b.txt');
    await the.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: keyOf(manifest.id, 'b.txt'), Body: 'tex' }));
    expect(await the.releases.missing(manifest)).toEqual(['b.txt']);
  });

  test('is found beyond the first page of a listing', async () => {
    await written(manifest, 'text');
    // A thousand keys make a page; here two do.
    const twoAPage: Plugin = {
      applyToStack: (stack) => stack.add(inPagesOfTwo, { step: 'initialize', name: 'pages' }),
    };
    the.s3.middlewareStack.use(twoAPage);
    try {
      await gone(RELEASE_FILE);
      await gone('c.js');
      await the.asked();
      expect(await the.releases.missing(manifest)).toEqual(['c.js', RELEASE_FILE]);
      await written({ ...manifest, files: [fileOf('d.txt', 'text')], carried: [] }, 'text');
      expect(await the.releases.sizes(manifest.id)).toHaveProperty('size', 4);
      expect((await the.asked()).filter((call) => call === 'ListObjectsV2 200')).toHaveLength(3);
    } finally {
      the.s3.middlewareStack.remove('pages');
    }
  });

  test('of what releases share it is asked for where that is, by listing some of it and asking for the rest', async () => {
    const hashed = ['a', 'm', 'y', 'z'].map((name) => fileOf(`assets/${name}-Dx4kXJAl.js`, 'text', { hashed: true }));
    const shared = sharing({ files: [fileOf('index.html', 'text'), ...hashed] });
    const put = (file: ReleaseFile) =>
      the.releases.create(placeOf(shared, file.path), Buffer.from('text'), file, shared.id);
    for (const file of shared.files) await put(file);
    await the.releases.create(keyOf(shared.id, RELEASE_FILE), Buffer.from('text'), fileOf(RELEASE_FILE, 'text'));
    expect(await the.releases.missing(shared)).toEqual([]);
    // Of other releases; a page has two of them here, and two pages are listed.
    for (const name of ['b', 'c', 'd', 'e']) await put(fileOf(`assets/${name}-Dx4kXJAl.js`, 'text', { hashed: true }));
    const twoAPage: Plugin = {
      applyToStack: (stack) => stack.add(inPagesOfTwo, { step: 'initialize', name: 'pages' }),
    };
    the.s3.middlewareStack.use(twoAPage);
    try {
      await the.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: placeOf(shared, 'assets/y-Dx4kXJAl.js') }));
      await the.asked();
      expect(await the.releases.missing(shared)).toEqual(['assets/y-Dx4kXJAl.js']);
      const calls = await the.asked();
      expect(calls.filter((call) => call === 'ListObjectsV2 200')).toHaveLength(3);
      expect(calls.filter((call) => call.startsWith('HeadObject')).sort()).toEqual([
        'HeadObject 200',
        'HeadObject 200',
        'HeadObject 404',
      ]);
    } finally {
      the.s3.middlewareStack.remove('pages');
    }
  });

  test('a file that is shared says which release wrote it', async () => {
    const file = fileOf('assets/n-Dx4kXJAl.js', 'text', { hashed: true });
    const shared = sharing({ files: [file] });
    await the.releases.create(placeOf(shared, file.path), Buffer.from('text'), file, shared.id);
    const other = fileOf(file.path, 'other', { hashed: true });
    expect(await the.releases.create(placeOf(shared, file.path), Buffer.from('other'), other, '0'.repeat(16))).toEqual({
      differs: `release ${shared.id} wrote other bytes there`,
    });
  });
});
