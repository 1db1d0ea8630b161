import { patternShortcoming } from '../src/pattern.ts';

const signal = new AbortController().signal;
/** Some 2 s of work for a machine that nothing else keeps busy: enough for the guard, and over soon if there were none. */
const SLOW = { pattern: '^(a+)+$', body: `${'a'.repeat(26)}!` };
const MEBIBYTE = 1024 * 1024;

test.each([
  ['took":\\d+', '{"took":12}'],
  ['', 'anything'],
  ['^$', ''],
  ['é$', `${'x'.repeat(1000)}é`],
])('/%s/ matches', async (pattern, body) => {
  expect(await patternShortcoming(pattern, body, signal)).toBeUndefined();
});

test('a body that does not match is told, not thrown', async () => {
  expect(await patternShortcoming('"took":\\d+', '<html>', signal)).toBe(
    'the body does not match /"took":\\d+/: <html>',
  );
});

test('a pattern that takes too long is ended, and fails the check', async () => {
  expect(await patternShortcoming(SLOW.pattern, SLOW.body, signal)).toBe(
    'the body was not matched with /^(a+)+$/ within 1 s: such a pattern tries very many ways, as nested repetitions do; write it another way, or use `json`',
  );
});

test('a body of up to 1 MiB is tried, and of a longer one no part is', async () => {
  const body = 'x'.repeat(MEBIBYTE);
  expect(await patternShortcoming('x$', body, signal)).toBeUndefined();
  // What follows might be what a pattern such as ^(?!.*error) is there to find.
  expect(await patternShortcoming('^x', `${body}x`, signal)).toBe(
    'the body has 1048577 bytes, and a pattern is tried on 1048576 at most: ask for less, or use `json`',
  );
  expect(await patternShortcoming('^x', `${'é'.repeat(MEBIBYTE / 2)}x`, signal)).toContain('1048577 bytes');
});

test('a run that is cancelled does not wait for a pattern', async () => {
  const cancelling = new AbortController();
  const trying = patternShortcoming(SLOW.pattern, SLOW.body, cancelling.signal);
  cancelling.abort(new Error('The workflow was cancelled.'));
  await expect(trying).rejects.toThrow('The workflow was cancelled.');
});

test('a pattern that Node cannot run fails the check', async () => {
  expect(await patternShortcoming('(', 'x', signal)).toMatch(/^\/\(\/ could not be tried: .*[Uu]nterminated group/);
});
