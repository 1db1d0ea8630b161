import { withEdits } from '../src/build/edits.ts';
import { findBlock, scriptText } from '../src/config/block.ts';

const found = (page: string | Buffer, id = 'config') => findBlock(Buffer.from(page), id);
const textIn = (page: string | Buffer, id?: string) => {
  const block = found(page, id);
  return block && 'text' in block ? block.text : block;
};
const data = (text = '{"api":"built"}') => `<script type="application/json" id="config">${text}</script>`;

test.each<[string, string, string]>([
  ['a usual page', `<!doctype html><html><head>${data()}</head><body></body></html>`, '{"api":"built"}'],
  ['quotes that were dropped', '<script id=config type=application/json>{}</script>', '{}'],
  ['tags that were dropped', `<title>x</title>${data('1')}<div>`, '1'],
  ['single quotes, capitals and spaces', `<SCRIPT TYPE=' Application/JSON ' ID='config'\n>2</SCRIPT >`, '2'],
  ['another block beside', `<script type="application/json" id="state">{"id":"config"}</script>${data('4')}`, '4'],
  ['a comment with the same', `<!-- ${data('no')} -->${data('5')}`, '5'],
  ['a template with the same', `<template>${data('no')}</template>${data('6')}`, '6'],
  [
    'a script that writes the same',
    `<script>document.write('${data('no').replace('</', '<\\/')}')</script>${data('7')}`,
    '7',
  ],
  ['a textarea with the same', `<textarea>${data('no').replace('</script>', '')}</textarea>${data('8')}`, '8'],
  ['line breaks of Windows', `<!doctype html>\r\n<head>\r\n${data('{\r\n}')}\r\n`, '{\r\n}'],
  ['letters beyond ASCII before it', `<title>Größe 😀 \u2028</title>${data('"ü"')}`, '"ü"'],
  ['a mark of UTF-8 at the start', `\uFEFF<!doctype html>${data('9')}`, '9'],
  ['an empty one', data(''), ''],
  ['one in the body, in an open paragraph', `<p>text${data('10')}`, '10'],
  ['one in a table, which the parser moves', `<table>${data('11')}<tr><td>`, '11'],
  ['one in a noscript’s neighbour', `<noscript><img></noscript>${data('12')}`, '12'],
])('the block is found by its id: %s', (_what, page, text) => {
  expect(textIn(page)).toBe(text);
});

test('an id may have any letters', () => {
  expect(textIn('<script type="application/json" id="größe">1</script>', 'größe')).toBe('1');
});

test.each<[string, string | Buffer, string]>([
  ['two of them', `${data()}${data()}`, 'has 2 elements with the id `config`'],
  ['another element of that id', '<div id="config"></div>', 'has a <div>'],
  ['a script of an SVG', '<svg><script type="application/json" id="config">1</script></svg>', 'and no <script>'],
  ['code', '<script id="config">let a;</script>', 'not application/json but ""'],
  ['one that names a file', '<script type="application/json" id="config" src="/c.json"></script>', 'names a file'],
  ['one without an end', '<script type="application/json" id="config">{}', 'never ends'],
  ['UTF-16', Buffer.from('\uFEFF<p id=config>', 'utf16le'), 'UTF-16'],
])('a page with %s is refused', (_what, page, wrong) => {
  expect(textIn(page)).toEqual({ wrong: expect.stringContaining(wrong) });
});

test.each(['<p>config</p>', '', '<!-- id="config" -->', `<template>${data()}</template>`])(
  'a page without one has none: %s',
  (page) => {
    expect(textIn(page)).toBeUndefined();
  },
);

test('every byte around the block stays as it is, also what is no UTF-8', () => {
  const before = Buffer.concat([
    Buffer.from('<title>Gr'),
    Buffer.from([0xf6, 0xdf, 0x00]),
    Buffer.from('e</title>\r\n'),
  ]);
  const after = Buffer.concat([Buffer.from('\r\n<p>'), Buffer.from([0xe4, 0xff])]);
  const page = Buffer.concat([before, Buffer.from(data()), after]);
  const block = findBlock(page, 'config');
  if (!block || 'wrong' in block) throw new Error('not found');
  expect(withEdits(page, [{ ...block, text: '{"a":"ü"}' }])).toEqual(
    Buffer.concat([before, Buffer.from(data('{"a":"ü"}')), after]),
  );
});

test.each(['</script><script>alert(1)</script>', '<!--<script>', ']]>', '\u2028\u2029', '"\\', '&lt;&amp;', '𝒳 ü'])(
  'a value ends no script, and is read back as it was: %j',
  (value) => {
    const text = scriptText({ value });
    expect(text).not.toMatch(/[<>\u2028\u2029]/);
    const page = `<head>${data(text)}<title>after</title>`;
    expect(JSON.parse(String(textIn(page)))).toEqual({ value });
  },
);
