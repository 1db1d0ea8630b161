import { type Manifest, manifestOf } from '@actions-aws/site';
import { namesIn } from '../src/pages/named.ts';
import { baseOf, loadedBy, withoutComments } from '../src/pages/tags.ts';
import { fileOf } from './support/builds.ts';

const SIZE = 2_000_000;
const repeated = (text: string) => text.repeat(Math.ceil(SIZE / text.length));

// A page of some megabytes takes some hundredths of a second. Where each piece is looked at again for each other one it takes hours, so
// that a slow machine does not matter.
test.each([
  ['scripts that never end', repeated('<script>')],
  ['comments that never end', repeated('<!-- ')],
  ['comments that end at once', repeated('<!-->')],
  ['tags that never end', repeated('<a ')],
  ['tags with a quote that never ends', repeated('<a b="')],
  ['quotes in turns', `<a ${repeated('"\'')}`],
  ['attributes without values', `<a ${repeated('b ')}`],
  ['bases that never end', repeated('<base ')],
  ['templates in templates', repeated('<template>')],
  ['ends of scripts that are none', `<script>${repeated('</scripts')}`],
  ['scripts of other cases', repeated('<SCRIPT></script ')],
  ['angle brackets', repeated('<')],
])(
  'a page of %s is read in the time of its length',
  (_, html) => {
    const manifest: Manifest = manifestOf(['index.html', 'app.js'].map((path) => fileOf(path, path)));
    const started = performance.now();
    namesIn(manifest)('index.html', html);
    expect(performance.now() - started).toBeLessThan(10_000);
  },
  60_000,
);

test.each<[string, string, readonly string[]]>([
  ['a tag behind a quote that stands alone', '<p it"s><img src="/a.png">', ['/a.png']],
  ['a quote in a value without quotes', "<p title=it's><img src=/a.png>", ['/a.png']],
  ['a comment that is empty', '<!--><img src="/a.png"><!---><img src="/b.png">', ['/a.png', '/b.png']],
  ['a comment that never ends', '<img src="/a.png"><!-- <img src="/b.png">', ['/a.png']],
  ['a script whose end has spaces', '<script>"<img src=/b.png>"</script ><img src="/a.png">', ['/a.png']],
  ['a comment in a title', '<title><!--</title><img src="/a.png">', ['/a.png']],
  ['a template, and what follows it', '<template><img src="/b.png"></template><img src="/a.png">', ['/a.png']],
  ['a tag of the same beginning', '<scripts><img src="/a.png"></scripts>', ['/a.png']],
  ['an end tag with an attribute', '</img src="/b.png"><img src="/a.png">', ['/a.png']],
  ['a declaration', '<!doctype html><?xml version="1.0"?><img src="/a.png">', ['/a.png']],
  ['text with signs', 'a < b > c <3 <img src="/a.png">', ['/a.png']],
  ['an attribute twice', '<img src="/a.png" src="/b.png">', ['/a.png']],
  ['a tag that never ends', '<img src="/a.png"><img src="/b.png"', ['/a.png']],
])('as a browser reads %s', (_, html, addresses) => {
  expect(loadedBy(html).map(({ address }) => address)).toEqual(addresses);
});

test('a page without its comments has all else', () => {
  const html = 'a<!-- b -->c<script>"<!-- d -->"</script>e<style><!-- f --></style><!---->g';
  expect(withoutComments(html)).toBe('ac<script>"<!-- d -->"</script>e<style><!-- f --></style>g');
});

test('what addresses are relative to is said by the first base that has an address', () => {
  expect(baseOf('<!-- <base href="/no/"> --><base target=x><base href=/a/><base href="/b/">')).toBe('/a/');
  expect(baseOf('<script>"<base href=/no/>"</script>')).toBe('');
});
