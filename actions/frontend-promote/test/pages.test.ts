import { systemClock } from '@actions-aws/action';
import { type Manifest, manifestOf } from '@actions-aws/site';
import { namesIn } from '../src/pages/named.ts';
import { provePages } from '../src/pages/prove-pages.ts';
import { loadedBy } from '../src/pages/tags.ts';
import { fileOf } from './support/builds.ts';

const manifest: Manifest = manifestOf(
  [
    'index.html',
    'blog/one.html',
    'assets/app-1a2b.js',
    'assets/chunk-3c4d.js',
    'assets/style-5e6f.css',
    'assets/photo of a cat-7a8b.webp',
    'main-9c0d.js',
    'logo.svg',
    'shop/(sale)/[slug]-1.js',
    'favicon.ico',
  ].map((path) => fileOf(path, path)),
);

/** What a page of that manifest names, as paths. */
function named(html: string, page = 'index.html') {
  const { files, unknown } = namesIn(manifest)(page, html);
  return { files: files.map(({ path }) => path).sort(), unknown: unknown.map(({ path }) => path) };
}

test.each<[string, string, readonly string[]]>([
  ['a tag', '<script type=module src="/assets/app-1a2b.js"></script>', ['assets/app-1a2b.js']],
  ['a tag without quotes', '<link href=/assets/style-5e6f.css rel=stylesheet>', ['assets/style-5e6f.css']],
  ['a tag with a query behind it', '<script src="/assets/app-1a2b.js?v=1"></script>', ['assets/app-1a2b.js']],
  ['a relative address', '<img src="logo.svg">', ['logo.svg']],
  ['an attribute of another name', '<script data-src="/assets/app-1a2b.js"></script>', ['assets/app-1a2b.js']],
  ['an inline script', '<script>import("./assets/chunk-3c4d.js")</script>', ['assets/chunk-3c4d.js']],
  ['a script that loads by the name alone', '<script>const main = "main-9c0d.js";</script>', ['main-9c0d.js']],
  ['a script with another prefix', '<script>load(["chunk-3c4d.js"])</script>', ['assets/chunk-3c4d.js']],
  [
    'an import map',
    '<script type="importmap">{"imports":{"app":"/assets/app-1a2b.js"}}</script>',
    ['assets/app-1a2b.js'],
  ],
  ['a style', '<style>body { background: url(/logo.svg) }</style>', ['logo.svg']],
  ['a set of pictures', '<img srcset="/logo.svg 1x, /favicon.ico 2x">', ['favicon.ico', 'logo.svg']],
  ['an encoded name', '<img src="/assets/photo%20of%20a%20cat-7a8b.webp">', ['assets/photo of a cat-7a8b.webp']],
  ['a name with spaces', '<img src="/assets/photo of a cat-7a8b.webp">', ['assets/photo of a cat-7a8b.webp']],
  ['a name as Next writes it', '<script src="/shop/(sale)/[slug]-1.js"></script>', ['shop/(sale)/[slug]-1.js']],
  ['a comment', '<!-- <script src="/assets/app-1a2b.js"></script> -->', []],
  ['another page', '<a href="/blog/one.html">', []],
  ['another host', '<script src="https://cdn.example.com/assets/other.js"></script>', []],
])('of %s', (_, html, files) => {
  expect(named(html)).toEqual({ files, unknown: [] });
});

test('addresses are relative to the page, or to its base', () => {
  expect(named('<script src="../assets/app-1a2b.js"></script>', 'blog/one.html').files).toEqual(['assets/app-1a2b.js']);
  expect(named('<base href="/assets/"><script src="app-1a2b.js"></script>').files).toEqual(['assets/app-1a2b.js']);
});

test.each<[string, string, readonly string[]]>([
  ['a script', '<script src="/assets/gone-0000.js"></script>', ['assets/gone-0000.js']],
  ['a style sheet', '<link rel="stylesheet" href="/assets/gone-0000.css">', ['assets/gone-0000.css']],
  ['a chunk that is loaded before', '<link rel=modulepreload href=/assets/gone-0000.js>', ['assets/gone-0000.js']],
  ['a picture of another behaviour', '<img src="/media/1.jpg">', ['media/1.jpg']],
  ['one of a set of pictures', '<img src="/logo.svg" srcset="/logo.svg 1x, /gone@2x.png 2x">', ['gone@2x.png']],
  [
    'a set without spaces',
    '<img srcset="/gone-1.png,/gone-2.png 2x , /gone-3.png 100w">',
    ['gone-1.png,/gone-2.png', 'gone-3.png'],
  ],
  ['a set with words in brackets', '<img srcset="/gone-1.png x(1, 2), /gone-2.png">', ['gone-1.png', 'gone-2.png']],
  [
    'a picture’s source',
    '<picture><source srcset="/gone.avif 1x,\n/gone2.avif 2x"><img></picture>',
    ['gone.avif', 'gone2.avif'],
  ],
  [
    'a set that is loaded before',
    '<link rel=preload as=image imagesrcset="/gone-1.webp 400w, /gone-2.webp 800w" imagesizes=50vw>',
    ['gone-1.webp', 'gone-2.webp'],
  ],
  ['what may be needed next', '<link rel="prefetch" href="/gone.js">', ['gone.js']],
  ['a manifest of an app', '<link rel="manifest" href="/gone.webmanifest">', ['gone.webmanifest']],
  ['a worker’s module', '<link rel="modulepreload" as="worker" href="/gone.js">', ['gone.js']],
  ['the picture of a video', '<video poster="/gone.jpg" src="/gone.mp4"></video>', ['gone.mp4', 'gone.jpg']],
  ['an object', '<object type="image/svg+xml" data="/gone.svg"></object>', ['gone.svg']],
  ['a button that is a picture', '<input type=IMAGE src="/gone.png">', ['gone.png']],
  ['a symbol of a file', '<svg><use href="/gone.svg#cart"></use></svg>', ['gone.svg']],
  ['a symbol as it was written before', '<svg><use xlink:href="/gone.svg#cart"/></svg>', ['gone.svg']],
  [
    'a picture in a drawing',
    '<svg><image href="/gone.png"/><feImage href="/gone2.png"/></svg>',
    ['gone.png', 'gone2.png'],
  ],
  ['a frame', '<iframe src="/gone/"></iframe>', ['gone/']],
  ['none: a symbol of the page itself', '<base href="/shop/"><svg><use href="#cart"></use></svg>', []],
  [
    'none: sets of other hosts and of data',
    '<img srcset="https://cdn.example.com/a.png 1x, //b.example.com/b.png 2x, data:image/png;base64,iVBO,Rw== 3x">',
    [],
  ],
  [
    'none: other schemes',
    '<iframe src="about:blank"></iframe><iframe src="javascript:void 0"></iframe><object data="blob:x"></object>',
    [],
  ],
  ['none: a frame whose page stands in it', '<iframe srcdoc="<p>" src="/gone.html"></iframe>', []],
  ['none: in a frame’s text', '<iframe src="/blog/one.html"><img src="/gone.png"></iframe>', []],
  ['none: a field that is no picture', '<input type=text src="/gone.png">', []],
  [
    'none: a set of a link that loads no picture',
    '<link rel=stylesheet href="/assets/style-5e6f.css" imagesrcset="/gone.png 1x">',
    [],
  ],
  ['none: a link to connect early', '<link rel="preconnect dns-prefetch" href="/gone">', []],
  ['none: an empty set', '<img srcset=" , ">', []],
  ['none: in a comment', '<!-- <script src="/assets/gone-0000.js"></script> -->', []],
  ['none: in a script', '<script>document.write(\'<script src="/assets/gone-0000.js">\')</script>', []],
  ['none: a link that loads nothing', '<link rel="canonical" href="/about">', []],
  ['none: an address that is data', '<img src="data:image/svg+xml,%3Csvg/%3E">', []],
  ['none: an empty address', '<img src="">', []],
])('what a tag loads and the release has not: %s', (_, html, unknown) => {
  expect(named(html).unknown).toEqual(unknown);
});

test('attributes are read as builders write them', () => {
  const html = `<SCRIPT defer SRC='/a.js' async></SCRIPT><link crossorigin="" REL="preload stylesheet" href=/b.css/><img alt="a > b" src="/c.svg?a=1&amp;b=2">`;
  expect(loadedBy(html)).toEqual([
    { address: '/a.js', mayBePage: false },
    { address: '/b.css/', mayBePage: false },
    { address: '/c.svg?a=1&b=2', mayBePage: false },
  ]);
});

test('a frame and the like may show a page; what another behaviour serves is asked for with its query', () => {
  const html =
    '<iframe src="/map/?at=1"></iframe><link rel=prefetch href="/about"><img srcset="/img?w=1&amp;q=75 1x, /img?w=2 2x">';
  expect(namesIn(manifest)('index.html', html).unknown).toEqual([
    { path: 'map/', query: '?at=1', mayBePage: true },
    { path: 'about', query: '', mayBePage: true },
    { path: 'img', query: '?w=1&q=75', mayBePage: false },
    { path: 'img', query: '?w=2', mayBePage: false },
  ]);
});

test('where one tag shows a page and another one loads it as a script, it must be no page', () => {
  const html = '<iframe src="/gone"></iframe><script src="/gone"></script>';
  expect(namesIn(manifest)('index.html', html).unknown).toEqual([{ path: 'gone', query: '', mayBePage: false }]);
});

test.each([
  ['a.html', 'b.html'],
  ['b.html', 'a.html'],
])('no page may come where %s loads a script, though %s shows a page from there', async (strict, other) => {
  const texts: Record<string, string> = {
    [strict]: '<script src="/gone"></script>',
    [other]: '<iframe src="/gone"></iframe>',
  };
  const pages = Object.entries(texts).map(([path, text]) => fileOf(path, text));
  const site = {
    url: 'https://site.test',
    headers: {},
    signal: new AbortController().signal,
    exchange: async ({ url }: { readonly url: URL }) => ({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: Buffer.from(texts[url.pathname.slice(1)] ?? 'an error page'),
    }),
  };
  const { results } = await provePages(manifestOf(pages), site, systemClock);
  expect(results.flatMap(({ wrong }) => wrong)).toEqual([
    `/gone, which /${strict} names and the release has not: a page came instead`,
  ]);
});
