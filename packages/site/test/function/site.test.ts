import {
  isSharedBy,
  MOST_PAGES,
  manifestOf,
  mistakenOf,
  type ReleaseFile,
  type Routing,
  routingOf,
} from '../../src/index.ts';
import { functionWith, SOURCE, viewerRequest, viewerResponse } from './support.ts';

const release = '9f86d081884c7d65';

function routingFor(...paths: readonly string[]): Routing {
  const headers = { 'content-type': 'text/html', 'cache-control': 'no-cache' };
  const files = paths.map(
    (path): ReleaseFile => ({ path, sha256: path.padEnd(64, '0'), size: 1, headers, hashed: false }),
  );
  return routingOf(manifestOf(files));
}

async function asked(uri: string, routing: Routing) {
  const handler = await functionWith(JSON.stringify({ release, routing }));
  return handler(viewerRequest(uri));
}

const html = routingFor('index.html', 'blog.html', 'blog/one.html', 'über uns.html', '404.html');
const folder = routingFor('index.html', 'blog/index.html', 'blog/one/index.html', '404.html');
const spa = routingFor('index.html', 'app.js');
const plain = routingFor('index.html', 'blog.html');
const shell = routingFor('index.html', 'blog.html', '200.html');

test.each<[string, Routing, string]>([
  ['/', html, 'index.html'],
  ['/blog', html, 'blog.html'],
  ['/blog/', html, 'blog.html'],
  ['/blog.html', html, 'blog.html'],
  ['/blog/one', html, 'blog/one.html'],
  ['/%C3%BCber%20uns', html, '%C3%BCber%20uns.html'],
  ['/nothing', html, '404.html'],
  ['/nothing.png', html, 'nothing.png'],
  ['/', folder, 'index.html'],
  ['/blog', folder, 'blog/index.html'],
  ['/blog/', folder, 'blog/index.html'],
  ['/blog/one/', folder, 'blog/one/index.html'],
  ['/nothing/', folder, '404.html'],
  ['/', spa, 'index.html'],
  ['/deep/link', spa, 'index.html'],
  ['/app.js', spa, 'app.js'],
  ['/gone.js', spa, 'gone.js'],
  ['/blog', plain, 'blog.html'],
  ['/nothing', plain, 'nothing.html'],
  ['/blog', shell, 'blog.html'],
  ['/deep/link', shell, '200.html'],
  // Decoded once, and written in one way.
  ['/a%2Fb.js', spa, 'a/b.js'],
  ['/a%252Fb.js', spa, 'a%252Fb.js'],
  ['/__next.%21x.%24d%24slug.txt', spa, '__next.%21x.%24d%24slug.txt'],
  ['/__next.!x.$d$slug.txt', spa, '__next.%21x.%24d%24slug.txt'],
  ['/a+b (1).js', spa, 'a%2Bb%20%281%29.js'],
  ['/app/blog/[slug]/page-1.js', spa, 'app/blog/%5Bslug%5D/page-1.js'],
  ['//evil.example/x.js', spa, '/evil.example/x.js'],
  ['/assets/index-4f2a.js', spa, 'assets/index-4f2a.js'],
  ['/r/0123456789abcdef/index.html', spa, 'r/0123456789abcdef/index.html'],
  ['/.well-known/security.txt', spa, '.well-known/security.txt'],
])('%s leads to one file of the release', async (uri, routing, file) => {
  expect(await asked(uri, routing)).toMatchObject({ uri: `/r/${release}/${file}` });
});

const shared = ['assets/*', '_astro/*.js', '!assets/logo.png', '*.css'];

test.each([
  ['/assets/index-4f2a.js', '/assets/assets/index-4f2a.js'],
  ['/assets/img/a%20b.png', '/assets/assets/img/a%20b.png'],
  ['/assets/a+b.js', '/assets/assets/a%2Bb.js'],
  ['/_astro/hoisted.D4fG5hJk.js', '/assets/_astro/hoisted.D4fG5hJk.js'],
  ['/main-AB12.css', '/assets/main-AB12.css'],
  ['/_astro/photo.D4fG5hJk.webp', `/r/${release}/_astro/photo.D4fG5hJk.webp`],
  ['/assets/logo.png', `/r/${release}/assets/logo.png`],
  // A page of an application, not a file.
  ['/assets/list', `/r/${release}/index.html`],
  ['/assets/', `/r/${release}/index.html`],
  ['/assets', `/r/${release}/index.html`],
  ['/other/index-4f2a.js', `/r/${release}/other/index-4f2a.js`],
  ['/.css', '/assets/.css'],
])('%s leads to %s where the pointer says what releases share', async (uri, key) => {
  expect(await asked(uri, { ...spa, shared })).toMatchObject({ uri: key });
});

test('no path leads past what releases share', async () => {
  for (const uri of ['/assets/../r/0123456789abcdef.json', '/assets/%2e%2e/r/x.js', '/assets/..%2Fr%2Fx.js']) {
    expect(await asked(uri, { ...spa, shared })).toMatchObject({ statusCode: 400 });
  }
});

test('the function shares what manifests share', async () => {
  const paths = ['assets/a.js', 'assets/a', 'assets/logo.png', '_astro/x.js', '_astro/x.webp', 'x.css', 'deep/x.css'];
  for (const path of paths) {
    const { uri = '' } = await asked(`/${path}`, { ...spa, shared });
    expect(uri.startsWith('/assets/')).toBe(isSharedBy(shared, path));
  }
});

test.each(['/../0123456789abcdef/index.html', '/%2e%2e/x.js', '/a/./b.js', '/a/..', '/a%2F..%2Fb', '/%', '/%ff'])(
  '%s leads nowhere',
  async (uri) => {
    expect(await asked(uri, spa)).toMatchObject({ statusCode: 400 });
  },
);

test.each([
  ['a key that is not there', undefined],
  ['a store that cannot be read', new Error('internal')],
  ['no JSON', 'on'],
  ['no object', 'null'],
  ['no release', '{"routing":{"pages":"one"}}'],
  ['a release that is none', '{"release":"../x","routing":{"pages":"one"}}'],
  ['no routing', `{"release":"${release}"}`],
])('%s is 503, and never a path of the bucket', async (_, value) => {
  for (const uri of ['/', '/index.html', '/assets/a.js', '/.well-known/release']) {
    const answer = await (await functionWith(value))(viewerRequest(uri));
    expect(answer).toMatchObject({ statusCode: 503 });
    expect(answer.uri).toBeUndefined();
  }
});

test('the function itself says which release the site serves, and which distribution it is', async () => {
  const answer = await asked('/.well-known/release', spa);
  expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': { value: 'no-store' } } });
  expect(JSON.parse(answer.body ?? '')).toEqual({ release, distribution: 'E1TEST', by: 'site-function-2' });
});

test.each([
  [`/r/${release}/404.html`, 200, 404],
  [`/r/${release}/index.html`, 200, 200],
  [`/r/${release}/blog/404.html`, 200, 200],
  [`/r/${release}/404.html`, 304, 304],
  ['/404.html', 200, 200],
])('the answer of %s with %s goes out with %s', async (uri, statusCode, expected) => {
  const handler = await functionWith(undefined);
  expect(await handler(viewerResponse({ uri, headers: {} }, statusCode))).toMatchObject({ statusCode: expected });
});

test.each([
  ['/404.html', 200],
  ['/nothing', 404],
  ['/404', 404],
])('%s goes out with %s: by its own name the page for what is missing is a file like others', async (uri, expected) => {
  const handler = await functionWith(JSON.stringify({ release, routing: html }));
  // A visitor's header of that name says nothing.
  const request = await handler(viewerRequest(uri, { 'x-site-by-name': { value: '404.html' } }));
  expect(request.uri).toBe(`/r/${release}/404.html`);
  expect(await handler(viewerResponse(request, 200))).toMatchObject({ statusCode: expected });
});

const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/');

test.each([
  [300, undefined, 0.01],
  [600, 4, 0.086],
  [1_000, 2, 0.23],
  [2_000, 1, 0.48],
])('of %s pages none is taken for missing, and few that are missing for pages', async (count, probes, share) => {
  const pages = Array.from({ length: count }, (_, index) => `docs/page ${index}/Ü${index * 7}.html`);
  const routing = routingFor('404.html', ...pages);
  expect(routing.probes).toBe(probes);
  const handler = await functionWith(JSON.stringify({ release, routing }));
  for (const page of pages) {
    const { uri } = await handler(viewerRequest(`/${encoded(page.replace(/\.html$/, ''))}`));
    expect(uri).toBe(`/r/${release}/${encoded(page)}`);
  }
  let mistaken = 0;
  const asked = 20_000;
  for (let index = 0; index < asked; index += 1) {
    const { uri } = await handler(viewerRequest(`/nothing/${index}`));
    if (uri !== `/r/${release}/404.html`) mistaken += 1;
  }
  // As the README of frontend-stage has it; which pages there are makes a difference, of a fifth at most.
  expect(Math.abs(mistaken / asked / share - 1)).toBeLessThan(0.2);
  expect(mistakenOf(count)).toBeCloseTo(share, 2);
});

test('a shell answers for others only where few of them are mistaken', async () => {
  const pages = Array.from({ length: MOST_PAGES }, (_, index) => `docs/page ${index}/Ü${index * 7}.html`);
  const handler = await functionWith(JSON.stringify({ release, routing: routingFor('200.html', ...pages) }));
  let mistaken = 0;
  for (let index = 0; index < 2000; index += 1) {
    const { uri } = await handler(viewerRequest(`/nothing/${index}`));
    if (uri !== `/r/${release}/200.html`) mistaken += 1;
  }
  expect(mistaken).toBeLessThan(2000 * 0.03);
});

test('a value of before there were fewer probes is read as it was written', async () => {
  const { probes: _, ...before } = routingFor('404.html', 'index.html', 'blog.html');
  expect(await asked('/blog', before)).toMatchObject({ uri: `/r/${release}/blog.html` });
  expect(await asked('/nothing', before)).toMatchObject({ uri: `/r/${release}/404.html` });
});

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
test('the source fits into a function', () => {
  expect(Buffer.byteLength(SOURCE)).toBeLessThanOrEqual(10_240);
});
