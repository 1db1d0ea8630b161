import { type Manifest, manifestOf } from '@actions-aws/site';
import { namesIn } from '../src/pages/named.ts';
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
  return { files: files.map(({ path }) => path).sort(), unknown };
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
    { tag: 'script', address: '/a.js' },
    { tag: 'link', address: '/b.css/' },
    { tag: 'img', address: '/c.svg?a=1&b=2' },
  ]);
});
