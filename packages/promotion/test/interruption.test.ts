import { readLeft, rememberFor, wasInterrupted } from '../src/index.ts';

/** What survives a `main` that is killed. */
function state(kept: Record<string, string> = {}) {
  const saved = new Map(Object.entries(kept));
  return {
    save: (name: string, value: string) => void saved.set(name, value),
    read: (name: string) => saved.get(name) ?? '',
  };
}

interface Place {
  readonly name: string;
}

const isPlace = (value: unknown): value is Place => typeof (value as Place | null)?.name === 'string';
const left = { nonce: '00000007', places: [{ name: 'live' }, { name: 'blue' }] };

test('what main remembers is what post reads, while users may have code that is not proved', () => {
  const keeps = { state: state() };
  const remember = rememberFor(keeps, left);
  expect(readLeft(keeps, isPlace)).toBeUndefined();
  remember('moving');
  expect(readLeft(keeps, isPlace)).toEqual(left);
  remember('verified');
  expect(wasInterrupted(keeps)).toBe(false);
  expect(readLeft(keeps, isPlace)).toBeUndefined();
});

const places = '[{"name":"live"}]';

test.each([
  { places: '', nonce: '00000007' },
  { places: '{', nonce: '00000007' },
  { places: 'null', nonce: '00000007' },
  { places: '{}', nonce: '00000007' },
  { places: '[null]', nonce: '00000007' },
  { places: '[{"alias":"live"}]', nonce: '00000007' },
  { places, nonce: '' },
])('what cannot be relied upon is refused, in words: %j', (kept) => {
  const keeps = { state: state({ ...kept, reached: 'moving' }) };
  expect(() => readLeft(keeps, isPlace)).toThrow(/cannot be read, so nothing was taken back/);
});
