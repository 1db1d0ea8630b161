import { checksDocument, verifyDocument } from '../src/document.ts';

/** What is wrong with a document, each problem as `path: message`. */
function problems(given: unknown): string[] {
  const read = checksDocument.safeParse(given);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('the short form is a request, with a status of 2xx expected', () => {
  const [check] = checksDocument.parse('GET /api/v1/search?q=a&q=b&lang=en');
  expect(check).toEqual({
    kind: 'request',
    name: 'GET /api/v1/search?q=a&q=b&lang=en',
    request: { method: 'GET', target: '/api/v1/search?q=a&q=b&lang=en', headers: {} },
    expect: { status: { from: 200, to: 299 }, json: [] },
  });
});

test('the long form says everything', () => {
  const [check] = checksDocument.parse([
    {
      name: 'search',
      request: 'POST /api/v1/search',
      headers: { Authorization: 'Bearer test' },
      body: { q: 'x' },
      expect: { status: '4xx', json: { '$.hits[0].id': 1 }, body: 'took', 'max-duration': '2s' },
    },
  ]);
  expect(check).toMatchObject({
    name: 'search',
    request: { method: 'POST', headers: { Authorization: 'Bearer test' }, body: { q: 'x' } },
    expect: {
      status: { from: 400, to: 499 },
      json: [{ path: '$.hits[0].id', value: 1 }],
      body: 'took',
      maxDurationMs: 2000,
    },
  });
});

test('a payload is sent as it is, and has no status', () => {
  const [check] = checksDocument.parse({ payload: { orderId: 17 }, expect: { json: { '$.ok': true } } });
  expect(check).toMatchObject({ kind: 'payload', payload: { orderId: 17 } });
  expect(check?.expect.status).toBeUndefined();
});

test('none is none, and only when it is said', () => {
  expect(checksDocument.parse('none')).toEqual([]);
  expect(problems([])).toEqual([': must have at least one check, or be none']);
  expect(verifyDocument.parse('smoke')).toBe('smoke');
});

test.each<[string, unknown, string]>([
  ['a path without a method', '/health', ': must be like GET /api/v1/health'],
  ['two checks folded into one line', 'GET /a GET /b', 'several are a list, each on a line of its own after "- "'],
  ['a slip in a list', ['GET /a', 'get /b'], '1: must be like GET /api/v1/health'],
  ['an unknown key', [{ request: 'GET /a', expects: {} }], '0: Unrecognized key: "expects"'],
  ['a status that is none', { request: 'GET /a', expect: { status: 20 } }, 'expect.status'],
  [
    'a path that may match nothing',
    { request: 'GET /a', expect: { json: { '$..a': 1 } } },
    'must be a JSON path to one value',
  ],
  ['a broken regular expression', { request: 'GET /a', expect: { body: '(' } }, 'must be a regular expression'],
  [
    'a duration without a unit',
    { request: 'GET /a', expect: { 'max-duration': '2' } },
    'must be a duration such as 800ms or 2s',
  ],
  ['two ways at once', { request: 'GET /a', payload: {} }, 'but has request and payload'],
  ['no way at all', { name: 'x' }, 'but has none'],
  ['a status of what has none', { payload: {}, expect: { status: 200 } }, 'expect.status: goes with request or url'],
  ['a body without a request', { payload: {}, body: 'x' }, 'headers and body go with request only'],
  ['a number', 7, 'expected object'],
])('%s is refused, and named', (_what, given, message) => {
  expect(problems(given).join('\n')).toContain(message);
});
