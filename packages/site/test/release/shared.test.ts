import {
  besideShared,
  isSharedBy,
  keyOf,
  type Manifest,
  manifestOf,
  PATTERNS_LIMIT,
  patternsFor,
  placeOf,
  type ReleaseFile,
  readManifest,
  sharing,
  toCarry,
  writeManifest,
  writeValue,
} from '../../src/index.ts';

/** Files by their paths; one with a `#` before it is hashed. */
function filesOf(...names: readonly string[]): readonly ReleaseFile[] {
  return names.map((name) => ({
    path: name.replace('#', ''),
    sha256: 'a'.repeat(64),
    size: 1,
    headers: { 'content-type': 'text/plain', 'cache-control': 'no-cache' },
    hashed: name.startsWith('#'),
  }));
}

test.each<[string, readonly string[], readonly string[]]>([
  [
    'a licence and a map, by the names of their scripts',
    ['#assets/js/a.1b.js', 'assets/js/a.1b.js.LICENSE.txt', '#assets/js/b.2c.js', 'assets/js/b.2c.js.map'],
    ['assets/js/a.1b.js.LICENSE.txt', 'assets/js/b.2c.js.map'],
  ],
  ['texts of another name', ['#assets/a.js', 'assets/LICENSE.txt', 'assets/a.txt', 'assets/a.js.gz'], []],
  ['a licence whose script is not there', ['#assets/b.js', 'assets/a.js.LICENSE.txt'], []],
  ['a licence of a script that is not hashed', ['#assets/b.js', 'a.js', 'a.js.LICENSE.txt'], []],
  ['a map that is shared itself', ['#assets/a-Dx4kXJAl.js', '#assets/a-Dx4kXJAl.js.map'], []],
])('what stands beside shared files: %s', (_what, names, paths) => {
  expect(besideShared(sharing({ files: filesOf(...names) })).map(({ path }) => path)).toEqual(paths);
});

test.each<[string, readonly string[], readonly string[]]>([
  ['Vite', ['index.html', '#assets/index-Dx4kXJAl.js', '#assets/style-Ax4kXJAl.css', 'favicon.svg'], ['assets/*']],
  [
    'Vite, with files that people have put there',
    ['index.html', '#assets/a-Dx4kXJAl.js', '#assets/b-Dx4kXJAl.js', '#assets/c-Dx4kXJAl.png', 'assets/logo.png'],
    ['assets/*.js', 'assets/*.png', '!assets/logo.png'],
  ],
  [
    'Next',
    [
      '#_next/static/chunks/a.js',
      '#_next/static/chunks/b/c.js',
      '#_next/static/media/x.woff2',
      '_next/static/ID/_m.js',
    ],
    ['_next/static/chunks/*', '_next/static/media/*'],
  ],
  ['Nuxt', ['#_nuxt/a.js', '#_nuxt/b.js', '_nuxt/builds/latest.json'], ['_nuxt/*.js']],
  [
    'SvelteKit',
    ['#_app/immutable/entry/a.js', '#_app/immutable/nodes/b.js', '_app/version.json'],
    ['_app/immutable/*'],
  ],
  ['Astro', ['#_astro/a.AAAAAAAA.js', '#_astro/b.AAAAAAAA.css', '_astro/c.webp'], ['_astro/*.css', '_astro/*.js']],
  [
    'Angular',
    ['#main-ABCDEFGH.js', '#media/a-ABCDEFGH.woff2', 'index.html', 'ngsw-worker.js'],
    ['media/*', '*.js', '!ngsw-worker.js'],
  ],
  ['one whose names tell nothing', ['#a.1.js', 'b.js', 'c.js', 'd.js'], []],
  ['a build without hashed files', ['index.html', 'app.js'], []],
  ['hashed files without an ending', ['#assets/LICENSE', 'index.html'], []],
  ['names that patterns could not have', ['#a*b/c.js', '#!x/d.js', 'e.js', 'f.js', 'g.js'], []],
])('what releases share of a build of %s', (_, names, expected) => {
  const files = filesOf(...names);
  const patterns = patternsFor(files);
  expect([...patterns].sort()).toEqual([...expected].sort());
  for (const { path, hashed } of files) if (!hashed) expect(isSharedBy(patterns, path)).toBe(false);
});

test('patterns that have no room are left out, those of the fewest files first', () => {
  const folders = Array.from({ length: 40 }, (_, index) => `vendor-of-folder-${index}`);
  const files = filesOf(
    ...folders.flatMap((name, index) => Array.from({ length: index + 1 }, (__, n) => `#${name}/${n}.js`)),
    'vendor.js',
  );
  const patterns = patternsFor(files);
  expect(Buffer.byteLength(JSON.stringify(patterns))).toBeLessThanOrEqual(PATTERNS_LIMIT);
  expect(patterns[0]).toBe('vendor-of-folder-39/*');
});

test('the longest patterns have room in the value of a pointer, beside the longest mark and filter', () => {
  const id = 'f'.repeat(16);
  const mark = {
    by: 'frontend-rollback',
    owner: { run: '999999999999', attempt: 99, nonce: 'f'.repeat(8) },
    to: id,
    at: 9_999_999_999_999,
    undid: id,
    from: id,
    proof: id,
    order: { workflow: 'f'.repeat(12), number: 999_999 },
  };
  const routing = {
    pages: 'folder',
    missing: 'index.html',
    filter: 'x'.repeat(512),
    shared: ['x'.repeat(PATTERNS_LIMIT - 4)],
  } as const;
  expect(() => writeValue({ release: id, mark, routing })).not.toThrow();
});

test('a shared file stands below assets/ by its whole path, every other one in its release', () => {
  const manifest = sharing({ files: filesOf('index.html', '#_astro/a.js') });
  expect(manifest.shared).toEqual(['_astro/*']);
  expect(placeOf(manifest, '_astro/a.js')).toBe('assets/_astro/a.js');
  expect(placeOf(manifest, 'index.html')).toBe(keyOf(manifest.id, 'index.html'));
});

test('a build in another layout is another release, and its manifest says so', () => {
  const files = filesOf('index.html', '#assets/a.js');
  const [apart, shared] = [manifestOf(files), sharing({ files })];
  expect(shared.id).not.toBe(apart.id);
  expect(readManifest(writeManifest(shared), shared.id)).toEqual(shared);
  expect(readManifest(writeManifest(apart), apart.id)).toEqual(apart);
  const other = writeManifest(shared).replace('assets/*', 'other/*');
  expect(readManifest(other, shared.id)).toHaveProperty('unreadable');
  expect(readManifest(writeManifest(shared).replace('["assets/*"]', '[1]'), shared.id)).toHaveProperty('unreadable');
  expect(sharing({ files: filesOf('index.html') }).id).toBe(manifestOf(filesOf('index.html')).id);
});

test('nothing is carried between releases that share it; what one of them has by itself is', () => {
  const one = sharing({ files: filesOf('index.html', '#assets/one.js') });
  const two = sharing({ files: filesOf('index.html', '#assets/two.js') });
  const apart = manifestOf(filesOf('index.html', '#assets/apart.js'));
  const carriedOf = (from: Manifest, into: Manifest) => toCarry(from, into).files.map(({ path }) => path);
  expect(carriedOf(one, two)).toEqual([]);
  expect(carriedOf(apart, two)).toEqual(['assets/apart.js']);
  expect(carriedOf(two, apart)).toEqual(['assets/two.js']);
});
