import { outputText } from '@actions-aws/action';
import { type MovingTag, movingTags } from '../../src/order/index.ts';

const input = movingTags();
const parse = (text: string) => input.parse(text, { env: {}, filesMustExist: true });

const decided: readonly MovingTag[] = [
  { tag: '1.2', move: true, why: '1.2.4 is higher than 1.2.3', rule: 'version', from: `sha256:${'a'.repeat(64)}` },
  { tag: 'latest', move: false, why: '2.0.0 is there, and higher than 1.2.4', rule: 'version', from: '' },
  { tag: 'staging', move: true, why: 'it contains "that"', rule: 'revision', from: '' },
];

test('what image-tag writes is read as it is, in its order', async () => {
  expect(await parse(outputText(decided))).toEqual({ accepted: true, value: decided });
  expect(await parse('[]')).toEqual({ accepted: true, value: [] });
});

test('it may have the commit that it is for', async () => {
  const value = [{ ...decided[0], revision: 'c'.repeat(40) }];
  expect(await parse(outputText(value))).toEqual({ accepted: true, value });
});

test.each<[string, unknown, string, RegExp]>([
  ['a list of names', ['latest'], '[0]', /expected object/],
  ['one that is none', { tag: 'latest' }, '', /expected array/],
  ['a key that it does not know', [{ ...decided[0], force: true }], '[0]', /force/],
  ['a key that is missing', [{ ...decided[0], why: undefined }], '[0].why', /expected string/],
  ['`move` as text', [{ ...decided[0], move: 'true' }], '[0].move', /expected boolean/],
  ['a rule that it does not know', [{ ...decided[0], rule: 'date' }], '[0].rule', /expected one of/],
  ['what is no tag', [{ ...decided[0], tag: 'a b' }], '[0].tag', /must be a tag/],
  ['what is no digest', [{ ...decided[0], from: 'sha256:1' }], '[0].from', /must be a digest/],
  ['what is no commit', [{ ...decided[0], revision: 'main' }], '[0].revision', /must be a whole commit/],
  ['a tag twice', [decided[0], decided[1], decided[0]], '[2].tag', /twice/],
])('%s is refused', async (_what, given, at, message) => {
  const refusal = expect.objectContaining({ at, message: expect.stringMatching(message) });
  expect(await parse(JSON.stringify(given))).toEqual({ accepted: false, refusals: [refusal] });
});
