import { httpAnswer } from '../src/checks/http-answer.ts';

/** What the runtime's `HttpResponseStream` writes, as Invoke hands it on. */
const streamed = (prelude: unknown, body: string) => `${JSON.stringify(prelude)}${'\0'.repeat(8)}${body}`;

test.each([
  ['{"statusCode":503,"body":"down"}', { status: 503, body: 'down' }],
  ['{"statusCode":200,"body":"eyJhIjoxfQ==","isBase64Encoded":true}', { status: 200, body: '{"a":1}' }],
  ['{"statusCode":204}', { status: 204, body: '' }],
  ['{"statusCode":204,"body":null}', { status: 204, body: '' }],
])('%s is the answer %j', (payload, answer) => {
  expect(httpAnswer(payload)).toEqual(answer);
});

test.each([
  ['its own status', { statusCode: 500, headers: {}, cookies: [] }, 'down', { status: 500, body: 'down' }],
  ['its own body', { statusCode: 200 }, '{"a":1}', { status: 200, body: '{"a":1}' }],
  ['no body', { statusCode: 302 }, '', { status: 302, body: '' }],
  [
    'a body that holds NUL bytes',
    { statusCode: 200 },
    `a${'\0'.repeat(9)}b`,
    { status: 200, body: `a${'\0'.repeat(9)}b` },
  ],
  ['a body that looks encoded', { statusCode: 200, isBase64Encoded: true }, 'eyI=', { status: 200, body: 'eyI=' }],
])('a streamed response has %s', (_, prelude, body, answer) => {
  expect(httpAnswer(streamed(prelude, body))).toEqual(answer);
});

test.each([
  ['nothing', '', 'it answered nothing'],
  ['nothing, in JSON', 'null', 'it answered nothing'],
  ['text', '"ok"', 'it answered "ok"'],
  ['what is not JSON', '<html>', 'it answered <html>'],
  ['a number', '200', 'it answered 200'],
  ['a list', '[{"statusCode":200}]', 'it answered [{"statusCode":200}]'],
  ['JSON without a status', '{"message":"hello"}', 'it answered {"message":"hello"}'],
  ['a status that is text', '{"statusCode":"200"}', 'it answered with the `statusCode` "200"'],
  ['a status that is no whole number', '{"statusCode":200.5}', 'it answered with the `statusCode` 200.5'],
  ['a status below 100', '{"statusCode":99}', 'it answered with the `statusCode` 99'],
  ['a status above 599', '{"statusCode":600}', 'it answered with the `statusCode` 600'],
  ['a status of null', '{"statusCode":null}', 'it answered with the `statusCode` null'],
  ['a body that is not text', '{"statusCode":200,"body":{"a":1}}', 'it answered with the `body` {"a":1}'],
  ['a prelude without a status', streamed({ headers: {} }, 'ok'), 'it answered {"headers":{}}'],
  ['a prelude that is not JSON', `oops${'\0'.repeat(8)}ok`, 'it answered oops'],
])('%s is no HTTP answer, and says what to use', (_, payload, what) => {
  const answer = httpAnswer(payload);
  expect(answer).toEqual({ unlike: expect.stringContaining(what) });
  expect(answer).toEqual({ unlike: expect.stringContaining('`payload`') });
});

test('of a long answer the beginning is told', () => {
  const { unlike } = httpAnswer(JSON.stringify('x'.repeat(10_000))) as { unlike: string };
  expect(unlike.length).toBeLessThan(600);
});
