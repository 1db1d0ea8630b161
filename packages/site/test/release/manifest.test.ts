import {
  isServedAlike,
  manifestOf,
  type ReleaseFile,
  readManifest,
  toCarry,
  withCarried,
  writeManifest,
} from '../../src/index.ts';

const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
const page: ReleaseFile = { path: 'index.html', sha256: 'a'.repeat(64), size: 12, headers, hashed: false };
const asset: ReleaseFile = { ...page, path: 'assets/app-4f2a1b3c.js', sha256: 'b'.repeat(64), hashed: true };
const idOf = (...files: readonly ReleaseFile[]) => manifestOf(files).id;

test('the same build has the same id, in whichever order its files are found', () => {
  expect(idOf(page, asset)).toBe(idOf(asset, page));
  expect(idOf(page, asset)).toMatch(/^[0-9a-f]{16}$/);
  expect(manifestOf([page, asset]).files.map(({ path }) => path)).toEqual([asset.path, page.path]);
});

test.each<[string, Partial<ReleaseFile>]>([
  ['path', { path: 'index.htm' }],
  ['bytes', { sha256: 'c'.repeat(64) }],
  ['size', { size: 13 }],
  ['type', { headers: { ...headers, 'content-type': 'text/html' } }],
  ['caching', { headers: { ...headers, 'cache-control': 'max-age=60' } }],
  ['encoding', { headers: { ...headers, 'content-encoding': 'gzip' } }],
  ['whether its name is hashed', { hashed: true }],
])('the id tells of the %s of a file', (_what, change) => {
  expect(idOf({ ...page, ...change }, asset)).not.toBe(idOf(page, asset));
});

test('what a release carries is not in its id', () => {
  const manifest = manifestOf([page]);
  expect(withCarried(manifest, [{ ...asset, from: '0'.repeat(16) }]).id).toBe(manifest.id);
});

test('the order of headers is no difference', () => {
  const turned = { 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' };
  expect(idOf({ ...page, headers: turned })).toBe(idOf(page));
  expect(isServedAlike({ ...page, headers: turned }, page)).toBe(true);
  expect(isServedAlike({ ...page, headers: { ...headers, 'content-language': 'de' } }, page)).toBe(false);
});

test('a manifest is read as it was written', () => {
  const odd = {
    ...page,
    path: 'blog/[slug]/a "b" \u2028 $d$ü.html',
    headers: { ...headers, 'content-language': 'de' },
  };
  const manifest = withCarried(manifestOf([page, odd]), [{ ...asset, from: '0123456789abcdef' }]);
  expect(readManifest(writeManifest(manifest), manifest.id)).toEqual(manifest);
});

const { id } = manifestOf([page]);
const whole = JSON.parse(writeManifest(manifestOf([page])));

test.each<[string, string, string]>([
  ['no JSON', '<html>', 'is not JSON'],
  ['cut', writeManifest(manifestOf([page])).slice(0, -3), 'is not JSON'],
  ['a web app manifest', '{"name":"Shop","id":"/"}', 'format undefined'],
  ['of a later version', JSON.stringify({ ...whole, format: 2 }), 'format 2'],
  ['of another id', JSON.stringify({ ...whole, id: '0'.repeat(16) }), 'which it names'],
  ['edited', JSON.stringify({ ...whole, files: [{ ...page, size: 13 }] }), 'which it names'],
  ['without sizes', JSON.stringify({ ...whole, files: [{ ...page, size: '12' }] }), 'files that are none'],
  ['with another header', JSON.stringify({ ...whole, files: [{ ...page, headers: { ...headers, x: '1' } }] }), 'none'],
  ['that carries from nowhere', JSON.stringify({ ...whole, carried: [asset] }), 'carries files that are none'],
  ['a list', '[]', 'is not an object'],
])('a manifest that is %s is none', (_what, text, says) => {
  expect(readManifest(text, id)).toEqual({ unreadable: expect.stringContaining(says) });
});

describe('what is carried', () => {
  const older = { ...asset, path: 'assets/app-00000000.js', sha256: 'd'.repeat(64) };
  const from = manifestOf([page, older]);
  const into = manifestOf([page, asset]);

  test('is what is hashed and lacks, with the release that it is from', () => {
    expect(toCarry(from, into)).toEqual({ files: [{ ...older, from: from.id }], clashes: [] });
    expect(toCarry(from, withCarried(into, [{ ...older, from: from.id }])).files).toEqual([]);
    expect(toCarry(from, from).files).toEqual([]);
  });

  test.each([
    ['of none', undefined, []],
    ['of another one', ['b'.repeat(16)], []],
    ['of this one', ['a'.repeat(16)], ['assets/a.js']],
    ['of all', 'all', ['assets/a.js']],
  ] as const)('what it carries itself comes along: %s', (_, recent, also) => {
    const carrying = withCarried(from, [{ ...older, path: 'assets/a.js', from: 'a'.repeat(16) }]);
    const { files } = toCarry(carrying, into, recent);
    expect(files.map(({ path }) => path)).toEqual([older.path, ...also]);
  });

  test('where a name clashes, the own file wins, and that is told', () => {
    const same = manifestOf([{ ...asset, sha256: 'e'.repeat(64) }]);
    expect(toCarry(same, into)).toEqual({
      files: [],
      clashes: [{ path: asset.path, kept: into.id, lost: same.id }],
    });
  });

  test('of two older releases the one that is there already wins', () => {
    const first = manifestOf([{ ...older, sha256: 'e'.repeat(64) }]);
    const carrying = withCarried(into, [{ ...older, from: from.id }]);
    expect(toCarry(first, carrying)).toEqual({
      files: [],
      clashes: [{ path: older.path, kept: from.id, lost: first.id }],
    });
  });

  test('is named once', () => {
    const once = withCarried(into, [{ ...older, from: from.id }]);
    expect(
      withCarried(once, [
        { ...older, from: '0'.repeat(16) },
        { ...asset, from: from.id },
      ]),
    ).toBe(once);
  });
});
