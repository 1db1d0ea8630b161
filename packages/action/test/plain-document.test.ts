import { parse } from 'yaml';
import { plainDocument } from '../src/input/plain-document.ts';

describe('what is plain', () => {
  test.each([
    'search-api',
    'GET /',
    'GET /api/v1/health?deep=1&x=%20',
    'arn:aws:lambda:eu-west-1:123456789012:function:search-api',
    'https://api.example.com:8443/health',
    'none',
    'yes',
    '{"search-api":"7","index-api":""}',
    '[{"name":"search-api","zip":"dist/a.zip","keep":3,"on":[true,null,1.5]}]',
    JSON.stringify({ a: [{ b: '# no: comment' }], c: '\u2028é"\\' }, null, 2),
    '{}',
    '[]',
    'a: b',
    '- a\n- b',
    "api:\n  - 'services/api/**'\n  - '!**/*.md' # but prose\n\n# shared\nweb:\n- web/**\nall: \"**\"",
    "api: ['services/api/**', \"!**/*.md\" , src/*.ts,./a ] # but prose\nweb: [ ]\nall: ['**']",
    'api:\n  paths:\n    - services/{api,shared}/**\n  needs: [shared, web]\n  status: added\nshared: .github/**',
  ])('is what YAML reads: %s', (text) => {
    expect(plainDocument(text)).toEqual({ value: parse(text) });
  });

  const pieces =
    'a Z true null 0 7 . / : - _ # & * ! | > % @ ` \' " { } [ ] , ? = ~ + $ a:b 1e3 GET {"a":1} \n \\'.split(' ');
  const ofLines = [
    'api:',
    'web:',
    'true:',
    '- ',
    'src/**',
    "'!**/*.md'",
    '"a b"',
    'needs: ',
    '[a, b]',
    '# c',
    '.5',
    "''",
  ];
  const inBrackets = ["'b'", '"c d"', 'e', 'f/**', './g', '.5', '...', 'true', '7', "'", '"', '!h', '*', '{', 'i: j'];

  test.each([
    ['text', [...pieces, ' ', '  ', ': ', ' #', '"a":"b"'], 6, 500],
    ['block', [...ofLines, '\n', '\n  ', '\n', '\n  ', '\n- ', ' ', '"a\\n"', '*a', 'a: b'], 9, 400],
    ['list in brackets', [...inBrackets, ', ', ',', ' , ', ' ', '[', ']', ' # k', '\n'], 5, 1_000, 'a: [', ']'],
  ])('never says otherwise than YAML, of any %s', (_, from, longest, least, before = '', after = '') => {
    // A generator of pseudo-random numbers, so that every run tries the same: https://en.wikipedia.org/wiki/Lehmer_random_number_generator
    let state = 1;
    const pick = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let plain = 0;
    for (let count = 0; count < 20_000; count += 1) {
      const between = Array.from({ length: 1 + pick(longest) }, () => from[pick(from.length)]).join('');
      const text = `${before}${between}${after}`.trim();
      const read = plainDocument(text);
      if (!read) continue;
      plain += 1;
      expect({ text, ...read }).toEqual({ text, value: parse(text) });
    }
    expect(plain).toBeGreaterThan(least);
  });
});

test.each([
  ['a word that is a value', 'true'],
  ['another', 'Null'],
  ['a number', '7'],
  ['a comment', 'a # b'],
  ['a mapping in a list', '- a: b'],
  ['a key without a value', 'a:'],
  ['a text of several lines', 'a: b\n  c'],
  ['a key twice', 'a: b\na: c'],
  ['a tab', 'a:\tb'],
  ['a number in a list', 'a: [b, 7]'],
  ['a value in a list', 'a: [b, true]'],
  ['a list in a list', 'a: [b, [c]]'],
  ['a mapping in brackets', 'a: [b: c]'],
  ['a comma at the end', 'a: [b, ]'],
  ['a negation without quotes in a list', 'a: [!b]'],
  ['an escape', 'a: "\\n"'],
  ['an alias', '- *a'],
  ['a tag', '- !a'],
  ['JSON with a key twice', '{"a":1,"a":2}'],
  ['JSON with a number that does not fit', '[9007199254740993]'],
  ['JSON written by hand', '{ "a": 1 }'],
  ['half of JSON', '{"a":'],
])('what has to be parsed is left to a parser: %s', (_name, text) => expect(plainDocument(text)).toBeUndefined());
