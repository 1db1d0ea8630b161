import { proofOf } from '@actions-aws/promotion';
import { checksDocument, type GivenCheck, verifyDocument } from '../src/checks/document.ts';
import { httpEvent } from '../src/checks/http-event.ts';

/** The event by which a request comes to a function. */
function eventOf(check: GivenCheck | undefined): unknown {
  return check?.kind === 'request' ? httpEvent(check.request) : undefined;
}

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

test('a request is sent as the event that an HTTP API sends', () => {
  const [check] = checksDocument.parse('GET /api/v1/search?q=a&q=b&lang=en');
  expect(eventOf(check)).toMatchObject({
    version: '2.0',
    rawPath: '/api/v1/search',
    rawQueryString: 'q=a&q=b&lang=en',
    queryStringParameters: { q: 'a,b', lang: 'en' },
    requestContext: { http: { method: 'GET', path: '/api/v1/search' } },
    isBase64Encoded: false,
  });
});

test('the same check is the same in every run, or its proof could not be recognised', () => {
  const [one, same] = ['GET /health', 'GET /health'].map((text) => checksDocument.parse(text));
  expect(same).toEqual(one);
  expect(eventOf(same?.[0])).toEqual(eventOf(one?.[0]));
  expect(proofOf('code', same)).toBe(proofOf('code', one));
});

test.each([
  ['a method', 'POST /health'],
  ['a path', 'GET /healthy'],
  ['a header', { request: 'GET /health', headers: { accept: 'text/html' } }],
  ['a body', { request: 'GET /health', body: '' }],
  ['an expectation', { request: 'GET /health', expect: { status: 204 } }],
])('a proof of another check, by %s, is another proof', (_, other) => {
  expect(proofOf('code', checksDocument.parse(other))).not.toBe(proofOf('code', checksDocument.parse('GET /health')));
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
  expect(eventOf(check)).toMatchObject({
    body: '{"q":"x"}',
    headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
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
