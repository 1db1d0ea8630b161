import { exceptionsFile, wordsIn, wrongWords } from '../src/house/words.ts';

// That this repository keeps to them is one of the checks of `npm run check` and `npm test`.

test.each([
  ['docs.md', 'Whoever reads on', 'docs.md:1 says "Whoever": name the subject.'],
  ['a.ts', '\n// Nobody looks.', 'a.ts:2 says "Nobody": name the subject.'],
  ['a.yml', '# mends it', 'a.yml:1 says "mends": write repair, or say what happens.'],
  ['a.ts', "throw new Error('it cannot bear that')", 'a.ts:1 says "bear": write stand, take, or say what happens.'],
  ['a.md', 'what is to be written', 'a.md:1 says "is to be": write must, will, or say it in the active.'],
  ['a.md', 'be it by hand', 'a.md:1 says "be it": write whether … or.'],
  ['a.ts', 'export interface LambdaReferee {', 'a.ts:1 declares LambdaReferee, "referee": oracle.'],
  ['a.ts', 'const part = 1;', 'a.ts:1 declares part, "part": participant.'],
  ['a.ts', 'function healCanary() {', 'a.ts:1 declares healCanary, "heal": abandoned canary.'],
  ['a/two-contests.ts', '', 'a/two-contests.ts is called "contests": race.'],
])('in %s, %j is refused', (file, text, sentence) => {
  expect(wordsIn(file, text)).toEqual([sentence]);
});

test.each([
  ['a.ts', 'const uploadedParts = partsOf(url); const display = env.GITHUB_ACTOR;'],
  ['a.md', 'I recommend to amend that part of the policy; a bearer token may be its companion.'],
  ['a.md', 'const part = 1;'],
])('in %s, %j may stand', (file, text) => {
  expect(wordsIn(file, text)).toEqual([]);
});

test('a listed file may have its old words, and the list only shrinks', () => {
  const tree = (text: string, list = 'old.ts\n') =>
    new Map([
      ['old.ts', text],
      [exceptionsFile, list],
    ]);
  expect(wrongWords(tree('// nobody'))).toEqual([]);
  expect(wrongWords(tree('// nobody', ''))).toEqual(['old.ts:1 says "nobody": name the subject.']);
  expect(wrongWords(tree('// no user'))).toEqual([
    `${exceptionsFile} lists old.ts, which has no such word any more: remove its line.`,
  ]);
  expect(wrongWords(tree('// nobody', 'old.ts\ngone.ts\n'))).toEqual([
    `${exceptionsFile} lists gone.ts, which is not there: remove its line.`,
  ]);
});
