import { checksDocument, type GivenCheck } from '@actions-aws/checks';
import { proofOf } from '@actions-aws/promotion';
import { httpEvent } from '../src/checks/http-event.ts';

/** The event by which a request comes to a function. */
function eventOf(check: GivenCheck | undefined): unknown {
  return check?.kind === 'request' ? httpEvent(check.request) : undefined;
}

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

test('what is no text goes as JSON, and says so', () => {
  const [check] = checksDocument.parse([
    { request: 'POST /api/v1/search', headers: { Authorization: 'Bearer test' }, body: { q: 'x' } },
  ]);
  expect(eventOf(check)).toMatchObject({
    body: '{"q":"x"}',
    headers: { authorization: 'Bearer test', 'content-type': 'application/json' },
  });
});
