import { auto, buildersOf, isHashed, isHashedByBuilder } from '../src/assets/hashed.ts';
import { type PatternList, patternOf } from '../src/build/patterns.ts';

// Names as builders write them.
const HASHED: Readonly<Record<string, readonly string[]>> = {
  Vite: [
    'assets/index-DiwrgTda.js',
    'assets/index-BM9hR2b_.css',
    'assets/index-legacy-C5bTqDxK.js',
    'assets/worker-4-xYz_12.mjs',
    'assets/react-CHdo91hT.svg',
    'assets/deep/inter-latin-Dx4kXJAl.woff2',
    'assets/sqlite3-DyQ9sF-f.wasm',
    // All lower case, as one of a thousand is.
    'assets/lazy-abcdefgh.js',
  ],
  VitePress: [
    'assets/app.BkOdJ2nR.js',
    'assets/chunks/theme.DIV2oR-5.js',
    'assets/index.md.CrlNoD4j.js',
    'assets/index.md.CrlNoD4j.lean.js',
    'assets/style.CVVYQpCr.css',
    'assets/inter-roman-latin.Di8DUHzh.woff2',
  ],
  Astro: ['_astro/index.BX4g_9aZ.css', '_astro/hoisted.D1tR_x2q.js', '_astro/fonts/7b3a1d9c0e5f2a48.woff2'],
  SvelteKit: [
    '_app/immutable/entry/start.CLfYxK2P.js',
    '_app/immutable/nodes/0.BNVj1dhy.js',
    '_app/immutable/assets/0.D5Q4p2eF.css',
    '_app/immutable/bundle.abcdefgh.js',
  ],
  Next: [
    '_next/static/chunks/app/blog/[slug]/page-6a8b2f0c1d3e4f57.js',
    '_next/static/chunks/app/(shop)/cart/page-0f1e2d3c4b5a6978.js',
    '_next/static/chunks/2c8e1f0a9b7d.js',
    '_next/static/css/3f2a1b0c9d8e7f65.css',
    '_next/static/media/inter.p.1a2b3c4d.woff2',
  ],
  Nuxt: ['_nuxt/BxYz12ab.js', '_nuxt/entry.D8r3kQ_p.css', '_nuxt/error-404.C7b2pLq1.css', '_nuxt/logo.B1x2y3z4.png'],
  Angular: [
    'main-5GD6HGHC.js',
    'chunk-WQXZ3R7T.js',
    'styles-6RRQ2XWQ.css',
    'media/inter-QJK7WZ2M.woff2',
    'de/main-5GD6HGHC.js',
  ],
  webpack: [
    'static/js/main.4f2a1b3c.js',
    'static/js/787.0a1b2c3d.chunk.js',
    'static/css/main.9e8d7c6b.css',
    'static/media/logo.6ce24c58023cc2f8fd88.svg',
    'static/js/async/about.5d41402abc.js',
    'js/app.4f2a1b3c.js',
    'img/logo.82b9c7a5.png',
    'fonts/icons.535877f5.woff',
  ],
  Docusaurus: [
    'assets/js/runtime~main.1a2b3c4d.js',
    'assets/js/17896441.5d41402a.js',
    'assets/css/styles.7b8c9d0e.css',
    'assets/images/undraw-6dd5bd8af0d7e1a4ab2a3e4c2a1b3c4d.png',
    'assets/files/guide-0cc175b9c0f1b6a831c399e269772661.pdf',
  ],
  Gatsby: ['app-0cc175b9c0f1b6a831c3.js', 'webpack-runtime-92eb5ffee6ae2fec3ad7.js'],
  Parcel: ['index.4f2a1b3c.js', 'index.9e8d7c6b.css', 'logo.82b9c7a5.svg'],
  others: ['css/main.2b4c8f1d6a9e0c3b5d7f.css', 'assets/app-0cc175b9c0f1b6a831c399e269772661.js'],
};

test.each(Object.entries(HASHED).flatMap(([builder, names]) => names.map((name) => [builder, name] as const)))(
  '%s hashes %s',
  (_builder, name) => {
    expect(isHashedByBuilder(name)).toBe(true);
  },
);

test.each([
  // Pages, service workers and what has a fixed name.
  'index.html',
  'sw.js',
  'ngsw.json',
  'manifest.webmanifest',
  'robots.txt',
  'assets/index.js',
  'main.js',
  'static/js/main.js',
  '_app/version.json',
  '_app/env.js',
  // Fixed names in hashed folders, and names whose hash is not that of the content.
  '_nuxt/builds/latest.json',
  '_nuxt/builds/meta/4f2a1b3c-0000-4000-8000-000000000000.json',
  '_next/static/kPv3xYz12abQ/_buildManifest.js',
  '_next/static/kPv3xYz12abQ/_ssgManifest.js',
  '_next/static/kPv3xYz12abQ/_clientMiddlewareManifest.js',
  '_astro/hero.BX4g_9aZ.webp',
  '_astro/hero.BX4g_9aZ_1kQm2n.avif',
  'static/js/main.4f2a1b3c.js.LICENSE.txt',
  '_next/static/chunks/4f2a1b3c.js.LICENSE.txt',
  '_app/immutable/page.html',
  // What people put into `public/assets` and the like.
  'assets/team-portrait.jpg',
  'assets/Team-Portrait.jpg',
  'assets/trip-20260504.jpg',
  'assets/hero-IMG_1234.jpg',
  'assets/hero-DSC00042.jpg',
  'assets/invoice-12345678.pdf',
  'assets/logo-SMALLEST.png',
  'img/trip.20260504.jpg',
  'media/logo-small.svg',
  'assets/js/jquery.min.js',
  'images/photo-0cc175b9c0f1b6a831c399e269772661.jpg',
  'blog/post-abcdefgh/index.html',
])('%s is not hashed', (name) => {
  expect(isHashedByBuilder(name)).toBe(false);
});

test('patterns add to the defaults and take from them, and the last one decides', () => {
  const list = [auto, ...['!assets/vendor-*.js', 'vendor/**', '!vendor/config.js'].map(patternOf)] as PatternList;
  expect(isHashed(list, 'assets/index-DiwrgTda.js')).toBe(true);
  expect(isHashed(list, 'assets/vendor-DiwrgTda.js')).toBe(false);
  expect(isHashed(list, 'vendor/lib.js')).toBe(true);
  expect(isHashed(list, 'vendor/config.js')).toBe(false);
});

test.each(Object.entries(HASHED).filter(([name]) => !['others', 'VitePress', 'Gatsby'].includes(name)))(
  '%s is known by what it writes',
  (builder, names) => {
    expect(buildersOf(names)[0]?.name).toBe(builder);
  },
);
