import { createHash } from 'node:crypto';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { auto } from '../src/assets/hashed.ts';
import type { Build, Wanted } from '../src/build/build.ts';
import { readBuild } from '../src/build/build.ts';
import { bytesOf } from '../src/build/edits.ts';
import { buildOf, type Files, patterns, type Site, siteOf } from './support/site.ts';

const page = (config = '{"api":"https://built.example"}', more = '') =>
  `<!doctype html><html><head><script type="application/json" id="config">${config}</script></head><body>${more}</body></html>`;
const config = { id: 'config', value: { api: 'https://staged.example' } };
const hash = (algorithm: string, text: string | Uint8Array, form: 'hex' | 'base64' = 'hex') =>
  createHash(algorithm).update(text).digest(form);
const fileOf = (build: Build, path: string) => build.manifest.files.find((file) => file.path === path);

test('each file has its type, its hash, and says how long it may be kept', async () => {
  const build = await buildOf({
    'index.html': page(),
    'assets/index-DiwrgTda.js': 'export {}',
    'assets/index-DiwrgTda.js.map': '{}',
    '.vite/manifest.json': '{}',
    '.well-known/security.txt': '',
    'manifest.json': '{"name":"Shop"}',
    'data.bin2': 'x',
    'latin.txt': Buffer.from([0xfc]),
  });
  expect(build.manifest.files.map(({ path }) => path)).toEqual([
    '.well-known/security.txt',
    'assets/index-DiwrgTda.js',
    'data.bin2',
    'index.html',
    'latin.txt',
    'manifest.json',
  ]);
  expect(fileOf(build, 'assets/index-DiwrgTda.js')).toEqual({
    path: 'assets/index-DiwrgTda.js',
    sha256: hash('sha256', 'export {}'),
    size: 9,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public,max-age=31536000,immutable',
    },
    hashed: true,
  });
  expect(fileOf(build, 'index.html')).toMatchObject({ hashed: false, headers: { 'cache-control': 'no-cache' } });
  expect(fileOf(build, 'latin.txt')?.headers['content-type']).toBe('text/plain');
  expect(build.notes).toMatchObject({
    builders: ['Vite'],
    excluded: 2,
    unknown: ['data.bin2'],
    otherwise: ['latin.txt'],
    idle: { assets: [], exclude: [], headers: [] },
  });
});

test('rules for headers come on top, the last that names one decides', async () => {
  const [pdf, all] = patterns('**/*.pdf', '**');
  if (!pdf || !all) throw new Error('no patterns');
  const build = await buildOf(
    { 'a.pdf': 'x', 'b.txt': 'x' },
    {
      headers: [
        { files: all, headers: { 'content-language': 'de', 'cache-control': 'max-age=60' } },
        { files: pdf, headers: { 'content-disposition': 'attachment', 'cache-control': 'no-store' } },
      ],
    },
  );
  expect(fileOf(build, 'a.pdf')?.headers).toEqual({
    'content-type': 'application/pdf',
    'cache-control': 'no-store',
    'content-disposition': 'attachment',
    'content-language': 'de',
  });
  expect(fileOf(build, 'b.txt')?.headers['cache-control']).toBe('max-age=60');
});

test('patterns that match nothing are told', async () => {
  const build = await buildOf(
    { 'index.html': 'x' },
    { assets: [auto, ...patterns('vendor/**')], exclude: patterns('private/**'), headers: [] },
  );
  expect(build.notes.idle).toEqual({ assets: ['vendor/**'], exclude: ['private/**'], headers: [] });
});

test.each<[string, Files, string]>([
  ['nothing', {}, 'it has no files to stage'],
  ['a history', { 'index.html': 'x', '.git/HEAD': 'x' }, '.git is a history of sources'],
  ['two names that are one', { 'A.txt': 'x', 'a.txt': 'x' }, 'a.txt has the same name as A.txt'],
])('a directory with %s is refused', async (_what, files, says) => {
  await expect(buildOf(files)).rejects.toThrow(`The directory cannot be staged: ${says}`);
});

test('what is left out is no problem', async () => {
  const files = { 'index.html': 'x', '.git/HEAD': 'x', '.env': 'SECRET=1' };
  const build = await buildOf(files, { exclude: patterns('.git/**', '.env') });
  expect(build.manifest.files.map(({ path }) => path)).toEqual(['index.html']);
});

describe('packed twins', () => {
  const files = {
    'index.html': page(),
    'index.html.gz': gzipSync(page()),
    'index.html.br': brotliCompressSync(page()),
    'app.js': 'let a;',
    'app.js.br': 'a page in Breton',
    'data.csv.gz': gzipSync('1,2'),
  };

  test('are dropped; what only looks like one, or has no neighbour, goes up', async () => {
    const build = await buildOf(files);
    expect(build.notes.twins).toBe(2);
    expect(build.manifest.files.map(({ path }) => path)).toEqual(['app.js', 'app.js.br', 'data.csv.gz', 'index.html']);
    expect(fileOf(build, 'data.csv.gz')?.headers).toEqual({
      'content-type': 'application/gzip',
      'cache-control': 'no-cache',
    });
  });

  test('are packed anew where that is wanted, and hold what goes up', async () => {
    const build = await buildOf(files, { precompressed: 'renew', config });
    const twin = build.sources.get('index.html.gz');
    if (!Buffer.isBuffer(twin)) throw new Error('it was not packed');
    expect(gunzipSync(twin).toString()).toBe(page('{"api":"https://staged.example"}'));
    expect(fileOf(build, 'index.html.gz')).toMatchObject({
      sha256: hash('sha256', twin),
      size: twin.length,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' },
    });
  });
});

describe('config', () => {
  let site: Site;
  afterEach(() => site.remove());
  const configured = async (files: Files, more: Partial<Wanted> = {}) => {
    site = await siteOf(files);
    const wanted = {
      directory: site.directory,
      assets: [auto],
      exclude: [],
      headers: [],
      precompressed: 'drop',
    } as const;
    return readBuild({ ...wanted, config, ...more }, new AbortController().signal);
  };
  const text = async (build: Build, path: string) => {
    const source = build.sources.get(path);
    if (!source) throw new Error(path);
    return (Buffer.isBuffer(source) ? source : await bytesOf(source)).toString();
  };
  const staged = page('{"api":"https://staged.example"}');

  test('goes into every page that has the block, and is in the id', async () => {
    const files = { 'index.html': page(), 'about/index.html': page('{}'), '404.html': '<p>gone</p>' };
    const build = await configured(files);
    expect(await text(build, 'index.html')).toBe(staged);
    expect(await text(build, 'about/index.html')).toBe(staged);
    expect(build.notes).toMatchObject({ pages: 2, replaced: [], kept: [], lost: [] });
    expect(fileOf(build, 'index.html')?.sha256).toBe(hash('sha256', staged));
    await site.remove();
    const other = await configured(files, { config: { ...config, value: { api: 'https://other.example' } } });
    expect(other.manifest.id).not.toBe(build.manifest.id);
  });

  test('what the page was built with and the workflow does not give is told', async () => {
    const build = await configured({ 'index.html': page('{"api":"","flags":{"a":1}}') });
    expect(build.notes.lost).toEqual(['flags']);
  });

  test('the lists of service workers get the new digests, and lists of such lists, too', async () => {
    const worker = (text: string) => `precacheAndRoute([{url:"index.html",revision:"${hash('md5', text)}"}])`;
    const list = (text: string) =>
      `{"/index.html":"${hash('sha1', text)}","/sw.js":"${hash('sha256', worker(text), 'base64')}"}`;
    const outer = (text: string) => `ngsw ${hash('sha512', list(text))}`;
    const build = await configured({
      'index.html': page(),
      'sw.js': worker(page()),
      'ngsw.json': list(page()),
      'outer.txt': outer(page()),
      'other.json': `"${hash('md5', 'another page')}"`,
    });
    expect(await text(build, 'sw.js')).toBe(worker(staged));
    expect(await text(build, 'ngsw.json')).toBe(list(staged));
    expect(await text(build, 'outer.txt')).toBe(outer(staged));
    expect(build.notes.replaced).toEqual([
      { in: 'ngsw.json', of: 'index.html', algorithm: 'sha1' },
      { in: 'ngsw.json', of: 'sw.js', algorithm: 'sha256' },
      { in: 'outer.txt', of: 'ngsw.json', algorithm: 'sha512' },
      { in: 'sw.js', of: 'index.html', algorithm: 'md5' },
    ]);
    expect(fileOf(build, 'sw.js')?.sha256).toBe(hash('sha256', worker(staged)));
  });

  test('a page that is as it was built changes no digest', async () => {
    const build = await configured({ 'index.html': staged, 'sw.js': hash('md5', staged) });
    expect(build.notes.replaced).toEqual([]);
    expect(await text(build, 'sw.js')).toBe(hash('md5', staged));
  });

  test.each<[string, Files, string]>([
    ['no page with the block', { 'index.html': '<p>' }, 'into which `config` would go'],
    ['two blocks in a page', { 'index.html': page() + page() }, 'index.html has 2 elements'],
    [
      'a digest in a hashed file',
      { 'index.html': page(), 'assets/sw-DiwrgTda.js': hash('md5', page()) },
      'assets/sw-DiwrgTda.js holds the md5 of index.html',
    ],
    [
      'a script that holds the built values',
      { 'index.html': page(), '_nuxt/BxYz12ab.js': `const c='{"api":"https://built.example"}'` },
      '_nuxt/BxYz12ab.js holds what the build has put into the block',
    ],
  ])('%s is refused', async (_what, files, says) => {
    await expect(configured(files)).rejects.toThrow(says);
  });

  test('built values that stay in texts and inline scripts are told', async () => {
    const flight = `<script>self.__next_f.push("{\\"api\\":\\"https://built.example\\"}")</script>`;
    const build = await configured({
      'index.html': page(undefined, flight),
      'index.txt': '0:{"api":"https://built.example"}',
      'about.html': page(),
    });
    expect(build.notes.kept).toEqual(['index.html', 'index.txt']);
  });
});

test('a page that counts as hashed is refused: browsers would keep it for a year', async () => {
  const files = { 'index.html': page(), 'static/part.HTM': page(), 'app.js': 'x' };
  await expect(buildOf(files, { assets: patterns('**') })).rejects.toMatchObject({
    message: expect.stringMatching(/index\.html is a page, but counts as hashed.*static\/part\.HTM is a page/),
    hint: expect.stringContaining('`!**/*.{html,htm}`'),
  });
  const build = await buildOf({ 'index.html': page(), 'app.js': 'x' }, { assets: patterns('**', '!**/*.{html,htm}') });
  expect(fileOf(build, 'index.html')).toMatchObject({ hashed: false });
  expect(fileOf(build, 'app.js')).toMatchObject({ hashed: true });
});
