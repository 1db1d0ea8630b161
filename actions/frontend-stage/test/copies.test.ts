import { copiesOf } from '../src/config/copies.ts';

const built = '{ "api": "https://built.example", "on": true }';
const value = JSON.parse(built);
const isIn = (text: string, of = built) => copiesOf(of)?.in(Buffer.from(text)) ?? false;

test.each<[string, string]>([
  ['as it is', `<script>${built}</script>`],
  ['without white space', `self.__next_f.push(${JSON.stringify(value)})`],
  ['inside a string', `const s = ${JSON.stringify(JSON.stringify(value))};`],
  ['inside a string of a string', `push(${JSON.stringify(JSON.stringify(JSON.stringify(value)))})`],
  ['as a minifier writes it', 'const c={api:"https://built.example",on:!0}'.replace('!0', 'true')],
])('what was built is found %s', (_how, text) => {
  expect(isIn(text)).toBe(true);
});

test.each(['{"api":"https://other.example","on":true}', 'https://built.example', ''])('%s is not it', (text) => {
  expect(isIn(text)).toBe(false);
});

test.each(['', '{}', 'null', ' [] ', '""', '{"a":1}'])('%j says nothing, and is not looked for', (text) => {
  expect(copiesOf(text)).toBeUndefined();
});

test('a block that is no JSON is looked for as it is', () => {
  expect(isIn('before __RUNTIME_CONFIG__ after', '__RUNTIME_CONFIG__')).toBe(true);
});
