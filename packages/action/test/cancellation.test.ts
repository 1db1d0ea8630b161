import { Cancelled, reasonOf } from '../src/cancellation.ts';
import { UserError } from '../src/index.ts';

const reason = new Cancelled('SIGINT');
const abort = Object.assign(new Error('Request aborted'), { name: 'AbortError' });
const explained = new UserError('Could not invoke search-api.', { cause: abort });
const refused = new UserError('Not allowed to invoke search-api.', { cause: new Error('AccessDeniedException') });
const around = new Error('a turn was not taken', { cause: reason });

test.each<[string, unknown, boolean]>([
  ['the reason itself', reason, true],
  ['an error that the reason caused', around, true],
  ['a request that was given up', abort, true],
  ['a request that was given up, in words', explained, true],
  ['a refusal that came meanwhile', refused, false],
  ['something that is no error', 'oops', false],
  ['nothing', undefined, false],
])('%s', (_what, thrown, isGivenUp) => {
  expect(reasonOf(thrown, AbortSignal.abort(reason))).toBe(isGivenUp ? reason : thrown);
  expect(reasonOf(thrown, new AbortController().signal)).toBe(thrown);
});

test('an error that causes itself has no reason', () => {
  const loop = new Error('loop');
  loop.cause = loop;
  expect(reasonOf(loop, AbortSignal.abort(reason))).toBe(loop);
});
