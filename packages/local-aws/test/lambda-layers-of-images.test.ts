import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Files, tarOf } from '@actions-aws/testing/images';
import { gzipSync } from 'fflate';
import { unpackLayer } from '../src/services/lambda/runtime/images/unpack-layer.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'local-aws-layers-')));
});
afterEach(() => rmSync(root, { recursive: true }));

async function unpacked(...layers: readonly Files[]): Promise<Record<string, string>> {
  for (const [index, layer] of layers.entries()) {
    const tar = tarOf(layer);
    await unpackLayer(root, index % 2 === 0 ? gzipSync(tar) : tar);
  }
  return found('');
}

/** All below a folder: files with their contents, links with where they lead. */
function found(folder: string): Record<string, string> {
  const names = readdirSync(path.join(root, folder)).sort();
  return Object.assign(
    {},
    ...names.map((name) => {
      const inside = path.posix.join(folder, name);
      const here = path.join(root, inside);
      const status = lstatSync(here);
      if (status.isSymbolicLink()) return { [inside]: `-> ${readlinkSync(here)}` };
      return status.isDirectory() ? { [`${inside}/`]: '', ...found(inside) } : { [inside]: readFileSync(here, 'utf8') };
    }),
  );
}

// Links and modes as these are Unix'.
const onUnix = process.platform === 'win32' ? () => {} : describe;

onUnix('layers', () => {
  test.each<[string, readonly Files[], Record<string, string>]>([
    [
      'files and folders',
      [{ 'a/': '', 'a/b': '1', './c/d': '2', '/e': '3' }],
      { 'a/': '', 'a/b': '1', 'c/': '', 'c/d': '2', e: '3' },
    ],
    ['a file over a file', [{ a: '1' }, { a: '2' }], { a: '2' }],
    ['a file over a folder', [{ 'a/b': '1' }, { a: '2' }], { a: '2' }],
    ['a folder over a file', [{ a: '1' }, { 'a/': '', 'a/b': '2' }], { 'a/': '', 'a/b': '2' }],
    ['a folder over a folder', [{ 'a/b': '1' }, { 'a/': '', 'a/c': '2' }], { 'a/': '', 'a/b': '1', 'a/c': '2' }],
    ['a file over a link, which is not followed', [{ b: '1', a: { symlink: 'b' } }, { a: '2' }], { a: '2', b: '1' }],
    ['a whiteout of a file', [{ 'a/b': '1', 'a/c': '2' }, { 'a/.wh.b': '' }], { 'a/': '', 'a/c': '2' }],
    ['a whiteout of a folder', [{ 'a/b/c': '1' }, { 'a/.wh.b': '' }], { 'a/': '' }],
    ['a whiteout of nothing', [{ 'a/': '' }, { 'a/.wh.b': '' }], { 'a/': '' }],
    [
      'an opaque folder, before what it gets',
      [{ 'a/b': '1' }, { 'a/.wh..wh..opq': '', 'a/c': '2' }],
      { 'a/': '', 'a/c': '2' },
    ],
    [
      'an opaque folder, after what it gets',
      [{ 'a/b': '1' }, { 'a/c/d': '2', 'a/.wh..wh..opq': '' }],
      { 'a/': '', 'a/c/': '', 'a/c/d': '2' },
    ],
    [
      'a relative link',
      [{ 'a/b': '1', 'c/d': { symlink: '../a/b' } }],
      { 'a/': '', 'a/b': '1', 'c/': '', 'c/d': '-> ../a/b' },
    ],
    [
      'an absolute link, of the root',
      [{ 'a/b': '1', 'c/d': { symlink: '/a/b' } }],
      { 'a/': '', 'a/b': '1', 'c/': '', 'c/d': '-> ../a/b' },
    ],
    [
      'a link that leads up too far, as in a container',
      [{ 'a/b': { symlink: '../../../../c' } }],
      { 'a/': '', 'a/b': '-> ../c' },
    ],
    ['a link to the root', [{ a: { symlink: '/' } }], { a: '-> .' }],
    [
      'a file in a linked folder',
      [{ 'usr/lib/': '', lib: { symlink: 'usr/lib' } }, { 'lib/a': '1' }],
      { lib: '-> usr/lib', 'usr/': '', 'usr/lib/': '', 'usr/lib/a': '1' },
    ],
    ['a hard link', [{ 'a/b': '1', c: { hardLink: 'a/b' } }], { 'a/': '', 'a/b': '1', c: '1' }],
    [
      'hard links to links, which lead where those do',
      [{ 'a/b/c': { symlink: '/d' }, d: '1', e: { hardLink: 'a/b/c' }, 'a/f': { hardLink: 'a/b/c' } }],
      { 'a/': '', 'a/b/': '', 'a/b/c': '-> ../../d', 'a/f': '-> ../d', d: '1', e: '-> d' },
    ],
    ['a hard link to a link to nothing', [{ a: { symlink: 'b' }, c: { hardLink: 'a' } }], { a: '-> b', c: '-> b' }],
    [
      'a long name',
      [{ [`${'d'.repeat(90)}/${'f'.repeat(90)}`]: '1' }],
      { [`${'d'.repeat(90)}/`]: '', [`${'d'.repeat(90)}/${'f'.repeat(90)}`]: '1' },
    ],
  ])('with %s', async (_, layers, expected) => {
    expect(await unpacked(...layers)).toEqual(expected);
  });

  test('a link never leads out, however layers put it together', async () => {
    const outside = mkdtempSync(path.join(os.tmpdir(), 'local-aws-outside-'));
    await unpacked(
      { 'a/': '', 'a/x': { symlink: `../..${outside}` }, y: { symlink: outside } },
      { 'a/x/file': '1', 'y/file': '2' },
    );
    expect(readdirSync(outside)).toEqual([]);
    expect(readFileSync(path.join(root, outside, 'file'), 'utf8')).toBe('2');
    rmSync(outside, { recursive: true });
  });

  test('modes are those of others, as Lambda is not the owner', async () => {
    await unpacked({
      run: { content: '', mode: 0o755 },
      own: { content: 'secret', mode: 0o700 },
      'own.py': { content: 'x', mode: 0o640 },
    });
    expect(statSync(path.join(root, 'run')).mode & 0o777).toBe(0o755);
    expect(readFileSync(path.join(root, 'own'), 'utf8')).toContain("EACCES: permission denied, open '/own'");
    expect(readFileSync(path.join(root, 'own.py'), 'utf8')).toMatch(
      /^raise PermissionError\(13, "Permission denied", "\/own.py"\)/,
    );
  });
});

test.each<[string, Files]>([
  ['a path', { '../out': 'x' }],
  ['a path in the middle', { 'a/../../out': 'x' }],
  ['a whiteout', { 'a/../../.wh.out': '' }],
  ['a hard link', { a: { hardLink: '../out' } }],
  ['a hard link to what is not there', { a: { hardLink: 'b' } }],
])('%s that leaves the root is refused', async (_, layer) => {
  await expect(unpacked(layer)).rejects.toThrow(/leaves the image's root|which is not there/);
  expect(existsSync(path.join(root, '../out'))).toBe(false);
});
