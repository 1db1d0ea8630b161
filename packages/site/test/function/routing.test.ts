import { MOST_PAGES, manifestOf, type ReleaseFile, routingOf } from '../../src/index.ts';

function releaseOf(...paths: readonly string[]) {
  const files = paths.map((path): ReleaseFile => {
    const [name = '', content = name] = path.split('=');
    return {
      path: name,
      sha256: content.padEnd(64, '0'),
      size: 1,
      headers: { 'content-type': 'text/html', 'cache-control': 'no-cache' },
      hashed: false,
    };
  });
  return manifestOf(files);
}

test.each([
  ['an application of one page', ['index.html', 'a.js'], 'one', 'index.html'],
  ['an application whose shell has a name of its own', ['index.html', '200.html', '404.html'], 'one', '200.html'],
  ['an application as GitHub Pages want it', ['index.html=a', '404.html=a'], 'one', 'index.html'],
  ['one page, and one for what is missing', ['index.html', '404.html'], 'one', '404.html'],
  ['pages as files', ['index.html', 'blog.html', 'blog/one.html', '404.html'], 'html', '404.html'],
  ['pages as folders', ['index.html', 'blog/index.html', '404.html', '404/index.html'], 'folder', '404.html'],
  ['pages without one for what is missing', ['index.html', 'blog.html'], 'html', undefined],
  ['pages, and a shell for all others', ['index.html', 'blog.html', '200.html'], 'html', '200.html'],
  ['files alone', ['a.txt'], 'one', undefined],
])('%s', (_, paths, pages, missing) => {
  const routing = routingOf(releaseOf(...paths));
  expect(routing).toMatchObject({ pages });
  expect(routing.missing).toBe(missing);
  expect(routing.filter !== undefined).toBe(missing !== undefined);
});

test('pages in both forms are refused, and named', () => {
  expect(() => routingOf(releaseOf('index.html', 'about.html', 'blog/index.html'))).toThrow(
    /as about\.html and as blog\/index\.html/,
  );
});

test('more pages than the value tells apart are refused where others go to a shell, and only there', () => {
  const many = Array.from({ length: MOST_PAGES + 1 }, (_, index) => `page-${index}.html`);
  expect(() => routingOf(releaseOf('200.html', ...many))).toThrow(new RegExp(`has ${MOST_PAGES + 1} pages`));
  expect(routingOf(releaseOf('404.html', ...many)).filter?.length).toBeLessThanOrEqual(512);
});
