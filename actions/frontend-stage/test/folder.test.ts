import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listFolder } from '../src/build/folder.ts';
import { hashOf as hashWith } from '../src/build/hash.ts';
import { wrongNames } from '../src/build/names.ts';
import { filePool } from '../src/build/pool.ts';
import { refuse } from '../src/build/refusal.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'build-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const hashOf = (source: Parameters<typeof hashWith>[0], isText: boolean) =>
  hashWith(source, isText, { lend: filePool(), isKept: () => false });
const write = async (path: string, text: string | Buffer = 'x') => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const { signal } = new AbortController();
const listed = async (at = root) => (await listFolder(at, signal)).files.map(({ path, size }) => [path, size]);
const problems = async () =>
  (await listFolder(root, signal)).problems.map(({ path, what }) => `${path} ${what}`.replaceAll(root, ''));

test('all files are listed, sorted by code units: empty ones, and what begins with a dot, too', async () => {
  for (const path of ['index.html', 'B.txt', 'a/b/c.js', '.well-known/security.txt', 'a.b']) await write(path);
  await write('.nojekyll', '');
  await mkdir(join(root, 'empty'));
  expect(await listed()).toEqual([
    ['.nojekyll', 0],
    ['.well-known/security.txt', 1],
    ['B.txt', 1],
    ['a.b', 1],
    ['a/b/c.js', 1],
    ['index.html', 1],
  ]);
});

test('the directory itself may be a link', async () => {
  await write('public/index.html');
  await symlink(join(root, 'public'), join(root, 'dist'));
  expect(await listed(join(root, 'dist'))).toEqual([['index.html', 1]]);
});

test.each([
  ['a file outside', '/etc/passwd'],
  ['a folder outside', '/etc'],
  ['a file inside', 'index.html'],
  ['nothing', 'missing'],
])('a link to %s is refused', async (_what, target) => {
  await write('index.html');
  await symlink(target, join(root, 'link'));
  expect(await problems()).toEqual([`link is a link to ${target}`]);
});

test.each([
  '.git/config',
  'sub/.git',
  '.env',
  '.env.production',
  'node_modules/x/index.js',
  '.npmrc',
  '.aws/credentials',
])('%s does not go up', async (path) => {
  await write('index.html');
  await write(path);
  expect(await problems()).toEqual([expect.stringMatching(/history|secrets|packages|credentials/)]);
  expect(await listed()).toEqual([['index.html', 1]]);
});

test('a name that is no UTF-8 is refused', async () => {
  await writeFile(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), 'x');
  expect(await problems()).toEqual([expect.stringContaining('not UTF-8')]);
});

describe('names', () => {
  test.each([
    '__next.blog.$d$slug.__PAGE__.txt',
    '__next.!KHNob3Ap.txt',
    'app/blog/[slug]/page.js',
    '(shop)/cart.html',
    '@scope/a b.html',
    'a+b.html',
    'a%23b.html',
    'a#b?c.html',
    'über/日本/😀.html',
    "it's & <more>.html",
    ' spaces at the ends ',
    'a:b|c*.html',
    '.well-known/acme-challenge/x',
    'con.html',
  ])('%s is ordinary', (path) => {
    expect(wrongNames([path])).toEqual([]);
  });

  test.each<[string, readonly string[], string]>([
    ['a backslash', ['a\\b.html'], 'backslash'],
    ['a line break', ['a\nb.html'], 'control character'],
    ['a key that is too long', [`${'ü'.repeat(503)}`], '1006 bytes, where S3 takes 1005'],
    ['the same name but for case', ['About.html', 'about.html'], 'the same name as About.html'],
    ['the same name but for how it is composed', ['caf\u00e9.html', 'cafe\u0301.html'], 'how its letters are composed'],
    ['a file and a folder', ['Blog', 'blog/one.html'], 'that of the file Blog'],
    ['the file of the release', ['.well-known/Release'], 'by which a release says its id'],
  ])('%s is refused', (_what, paths, says) => {
    expect(wrongNames(paths)).toEqual([expect.objectContaining({ what: expect.stringContaining(says) })]);
  });

  test('folders that differ by case only are one to a disk, and lose nothing', () => {
    expect(wrongNames(['Blog/one.html', 'blog/two.html'])).toEqual([]);
  });
});

test('all that is wrong is told at once, but no endless list of it', () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ path: `f${index}`, what: 'is a link', remedy: 'Copy it.' }));
  expect(() => refuse(many)).toThrow(/f0 is a link; .*f9 is a link; and 2 more\.$/);
  expect(() => refuse([])).not.toThrow();
});

describe('a hash', () => {
  const source = async (path: string) => {
    const found = (await listFolder(root, signal)).files.find((file) => file.path === path);
    if (!found) throw new Error(path);
    return { ...found, edits: [] };
  };

  test('is that of the bytes, small and large, and says whether text is UTF-8', async () => {
    await write('small.txt', 'ü');
    await write('latin.txt', Buffer.from([0xfc]));
    const large = Buffer.alloc(5 * 1024 * 1024, 'größe ');
    await write('large.txt', large);
    await write('cut.txt', Buffer.concat([large, Buffer.from([0xfc, 0x20])]));
    expect(await hashOf(await source('small.txt'), true)).toMatchObject({
      sha256: createHash('sha256').update('ü').digest('hex'),
      size: 2,
      isUtf8: true,
    });
    expect((await hashOf(await source('latin.txt'), true)).isUtf8).toBe(false);
    expect(await hashOf(await source('large.txt'), true)).toMatchObject({ size: large.length, isUtf8: true });
    expect((await hashOf(await source('cut.txt'), true)).isUtf8).toBe(false);
  });

  test('of a file that was written since it was listed is none', async () => {
    await write('a.txt', 'one');
    const found = await source('a.txt');
    await write('a.txt', 'other');
    await expect(hashOf(found, true)).rejects.toThrow('a.txt changed while it was read');
  });
});
