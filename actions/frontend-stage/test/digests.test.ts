import { createHash } from 'node:crypto';
import { withEdits } from '../src/build/edits.ts';
import { digestEdit, digestsOf, mentionsIn, wantedOf } from '../src/config/digests.ts';

const built = Buffer.from('<h1>built</h1>');
const staged = Buffer.from('<h1>staged</h1>');
const wanted = wantedOf([['index.html', digestsOf(built)]]);
const hash = (algorithm: string, bytes: Buffer, form: 'hex' | 'base64' | 'base64url') =>
  createHash(algorithm).update(bytes).digest(form);
const inPlace = (bytes: Buffer) =>
  withEdits(
    bytes,
    mentionsIn(bytes, wanted).map((mention) => digestEdit(mention, staged)),
  );
const replaced = (text: string) => inPlace(Buffer.from(text)).toString();

const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const forms = ['hex', 'base64', 'base64url'] as const;

test.each(algorithms.flatMap((algorithm) => forms.map((form) => [algorithm, form] as const)))(
  '%s in %s is replaced, and all else stays',
  (algorithm, form) => {
    const list = (bytes: Buffer) => `[{"url":"index.html","revision":"${hash(algorithm, bytes, form)}"},"ü"]`;
    expect(replaced(list(built))).toBe(list(staged));
  },
);

test.each<[string, (bytes: Buffer) => string]>([
  [
    'a precache list of Workbox',
    (bytes) => `precacheAndRoute([{url:"index.html",revision:"${hash('md5', bytes, 'hex')}"}])`,
  ],
  ['a hash table of Angular', (bytes) => `{"hashTable":{"/index.html":"${hash('sha1', bytes, 'hex')}"}}`],
  ['subresource integrity', (bytes) => `integrity="sha384-${hash('sha384', bytes, 'base64')}"`],
  ['an address with a query', (bytes) => `/index.html?v=${hash('sha256', bytes, 'base64url')}&a=1`],
  ['a name that runs into it', (bytes) => `rev_${hash('md5', bytes, 'hex')}_x`],
  ['letters that could be digits before it', (bytes) => `cafe${hash('sha1', bytes, 'hex')}beef`],
  ['capitals', (bytes) => `"${hash('sha256', bytes, 'hex').toUpperCase()}"`],
  ['two of them', (bytes) => `${hash('md5', bytes, 'hex')},${hash('sha512', bytes, 'base64')}`],
])('it is found in %s', (_what, text) => {
  expect(replaced(text(built))).toBe(text(staged));
});

test.each([
  ['the digest of other bytes', hash('md5', staged, 'hex')],
  ['half a digest', hash('sha256', built, 'hex').slice(0, 32)],
  ['a digest with a space in it', `${hash('md5', built, 'hex').slice(0, 16)} ${hash('md5', built, 'hex').slice(16)}`],
  ['text', 'the quick brown fox jumps over the lazy dog, and over much else'],
])('%s is left', (_what, text) => {
  expect(replaced(text)).toBe(text);
});

test('what is found is told: of which file, by which algorithm, where', () => {
  const text = `x ${hash('sha1', built, 'hex')}`;
  expect(mentionsIn(Buffer.from(text), wanted)).toEqual([
    { of: 'index.html', digest: { algorithm: 'sha1', form: 'hex', text: hash('sha1', built, 'hex') }, start: 2 },
  ]);
});

test('no digest is shorter than what is looked for', () => {
  expect(Math.min(...digestsOf(built).map(({ text }) => text.length))).toBe(22);
});

test('bytes that are no text are kept', () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from(hash('md5', built, 'hex')), Buffer.from([0xfe])]);
  const now = inPlace(bytes);
  expect([...now.subarray(0, 2), ...now.subarray(-1)]).toEqual([0xff, 0x00, 0xfe]);
});
