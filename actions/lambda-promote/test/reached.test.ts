import { readReached, rememberFor, wasInterrupted } from '../src/post/reached.ts';
import { requestsOf } from './support/asked.ts';

/** What survives a `main` that is killed. */
function state(kept: Record<string, string> = {}) {
  const saved = new Map(Object.entries(kept));
  return {
    save: (name: string, value: string) => void saved.set(name, value),
    read: (name: string) => saved.get(name) ?? '',
  };
}

const requests = requestsOf([{}, { functionName: 'search-worker', alias: 'blue' }], {
  functionName: 'search-api',
  run: 7,
});

test('what main remembers is what post reads, while users may have code that is not proved', () => {
  const keeps = { state: state() };
  const remember = rememberFor(keeps, requests);
  expect(readReached(keeps)).toBeUndefined();
  remember('moving');
  expect(readReached(keeps)).toEqual({
    nonce: '00000007',
    aliases: [
      { functionName: 'search-api', name: 'live' },
      { functionName: 'search-worker', name: 'blue' },
    ],
  });
  remember('verified');
  expect(wasInterrupted(keeps)).toBe(false);
  expect(readReached(keeps)).toBeUndefined();
});

const aliases = '[{"functionName":"search-api","name":"live"}]';

test.each([
  { aliases: '', nonce: '00000007' },
  { aliases: '{', nonce: '00000007' },
  { aliases: 'null', nonce: '00000007' },
  { aliases: '{}', nonce: '00000007' },
  { aliases: '[null]', nonce: '00000007' },
  { aliases: '[{"functionName":"search-api"}]', nonce: '00000007' },
  { aliases, nonce: '' },
])('what cannot be relied upon is refused, in words: %j', (left) => {
  const keeps = { state: state({ ...left, reached: 'moving' }) };
  expect(() => readReached(keeps)).toThrow(/cannot be read, so no alias was taken back/);
});
