import { siteAddress, siteHeaders } from '../src/index.ts';

const context = { env: {}, filesMustExist: true };

test.each([
  ['https://test.example.com', 'https://test.example.com'],
  ['https://test.example.com/', 'https://test.example.com'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://test.localhost:8080', 'http://test.localhost:8080'],
])('%s is an address', async (given, value) => {
  expect(await siteAddress().parse(given, context)).toEqual({ accepted: true, value });
});

test.each([
  ['test.example.com', 'must be an address'],
  ['ftp://test.example.com', 'must be an address'],
  ['https://user:secret@test.example.com', 'must not have credentials'],
  ['https://test.example.com/app', 'scheme and host only'],
  ['https://test.example.com/?a=1', 'scheme and host only'],
  ['http://test.example.com', 'must begin with https://'],
])('%s is refused', async (given, message) => {
  expect(await siteAddress().parse(given, context)).toMatchObject({
    accepted: false,
    refusals: [{ message: expect.stringContaining(message) }],
  });
});

test('an address by http: is taken where it is allowed', async () => {
  const given = 'http://test.example.com:8080';
  expect(await siteAddress({ allowsHttp: true }).parse(given, context)).toEqual({ accepted: true, value: given });
});

test('headers are read line by line, and of each the value is masked, too', async () => {
  const given = 'Authorization: Basic c2VjcmV0\n\n X-Key:  a b \n';
  expect(await siteHeaders().parse(given, context)).toEqual({
    accepted: true,
    value: { authorization: 'Basic c2VjcmV0', 'x-key': 'a b' },
  });
  expect(siteHeaders().secretsIn?.(given)).toEqual([
    'Authorization: Basic c2VjcmV0',
    'Basic c2VjcmV0',
    'c2VjcmV0',
    'X-Key:  a b',
    'a b',
  ]);
});

test.each([
  ['a token', 'Authorization: Bearer abcdef123', ['Bearer abcdef123', 'abcdef123']],
  [
    'a password',
    'Authorization: Basic ZGVwbG95Omh1bnRlcjI=',
    ['Basic ZGVwbG95Omh1bnRlcjI=', 'ZGVwbG95Omh1bnRlcjI=', 'deploy:hunter2', 'hunter2'],
  ],
  ['what is too short to be masked alone', 'X-Open: sesame ok', ['sesame ok']],
])('%s is masked also where a server names it alone', (_, given, secrets) => {
  expect(siteHeaders().secretsIn?.(given)).toEqual([given, ...secrets]);
});

test.each([
  ['no colon', 'Authorization', 'must be a name, a colon and a value'],
  ['no value', 'Authorization:', 'must be a name, a colon and a value'],
  ['a line break in disguise', 'X: a\u0000b', 'must be a name, a colon and a value'],
  ['what a request sets by itself', 'Host: example.com', 'must not set Host'],
  ['one twice', 'A: 1\na: 2', 'has a a second time'],
])('headers with %s are refused, and not shown', async (_, given, message) => {
  const read = await siteHeaders().parse(given, context);
  expect(read).toMatchObject({
    accepted: false,
    refusals: [{ value: undefined, message: expect.stringContaining(message) }],
  });
});
