import { secretIn } from '../src/config/public.ts';

test.each<[string, unknown, string]>([
  ['an AWS access key', { keys: ['AKIAIOSFODNN7EXAMPLE'] }, '.keys[0]'],
  ['a private key', { a: '-----BEGIN RSA PRIVATE KEY-----\nMII' }, '.a'],
  ['a token of GitHub', { a: { b: `ghp_${'a'.repeat(36)}` } }, '.a.b'],
  ['a secret key of Stripe', { stripe: 'sk_live_0123456789abc' }, '.stripe'],
  ['an address with a password', { db: 'postgres://app:secret@db.example/shop' }, '.db'],
])('%s is found', (what, value, at) => {
  expect(secretIn(value)).toEqual({ at, what });
});

test.each([
  { api: 'https://api.example/v1?user=a@b' },
  { mapbox: 'pk.eyJ1IjoieCJ9', sentry: 'https://0a1b@o1.ingest.sentry.io/2', stripe: 'pk_live_0123456789' },
  { on: true, n: 1, none: null },
])('what every visitor may know is none: %j', (value) => {
  expect(secretIn(value)).toBeUndefined();
});
