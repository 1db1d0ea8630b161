import { contentTypeOf, headerOf } from '../src/types/types.ts';

test.each<[string, string]>([
  ['index.html', 'text/html; charset=utf-8'],
  ['assets/index-DiwrgTda.js', 'text/javascript; charset=utf-8'],
  ['a.mjs', 'text/javascript; charset=utf-8'],
  ['a.cjs', 'text/javascript; charset=utf-8'],
  ['A.CSS', 'text/css; charset=utf-8'],
  ['a.json', 'application/json; charset=utf-8'],
  ['a.js.map', 'application/json; charset=utf-8'],
  ['manifest.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['a.importmap', 'application/importmap+json; charset=utf-8'],
  ['.well-known/apple-app-site-association', 'application/json; charset=utf-8'],
  ['.well-known/openid-configuration', 'application/json; charset=utf-8'],
  ['.well-known/security.txt', 'text/plain; charset=utf-8'],
  ['__next.blog.$d$slug.__PAGE__.txt', 'text/plain; charset=utf-8'],
  ['favicon.ico', 'image/x-icon'],
  ['logo.svg', 'image/svg+xml; charset=utf-8'],
  ['feed.rss', 'application/rss+xml; charset=utf-8'],
  ['sitemap.xml', 'application/xml; charset=utf-8'],
  ['sitemap.xml.gz', 'application/gzip'],
  ['a.wasm', 'application/wasm'],
  ['a.woff2', 'font/woff2'],
  ['a.avif', 'image/avif'],
  ['film.mp4', 'video/mp4'],
  ['film.m3u8', 'application/vnd.apple.mpegurl'],
  ['film.ts', 'video/mp2t'],
  ['pagefind/pagefind.en_1.pf_meta', 'application/octet-stream'],
  ['pagefind/wasm.en.pagefind', 'application/octet-stream'],
  ['Build/game.data.br', 'application/octet-stream'],
  ['paper.pdf', 'application/pdf'],
  ['table.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['CNAME', 'text/plain; charset=utf-8'],
  ['.nojekyll', 'application/octet-stream'],
  ['about', 'application/octet-stream'],
  ['a.unheard-of', 'application/octet-stream'],
  ['a.constructor', 'application/octet-stream'],
  ['toString', 'application/octet-stream'],
])('%s is %s', (path, header) => {
  expect(headerOf(contentTypeOf(path), true)).toBe(header);
});

test('text that is not UTF-8 says nothing of its letters: its page does', () => {
  expect(headerOf(contentTypeOf('index.html'), false)).toBe('text/html');
});

test('an SVG that is packed says so', () => {
  expect(contentTypeOf('logo.svgz')).toMatchObject({ type: 'image/svg+xml', encoding: 'gzip' });
});
