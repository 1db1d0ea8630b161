import { systemClock } from '@actions-aws/action';
import type { Exchange, Request } from '@actions-aws/action/http';
import { checksDocument, prove, siteTarget, type TargetCheck, wrongForSites } from '../src/index.ts';

const { signal } = new AbortController();

/** A site that answers so, and what it was asked. */
function site(answer: { readonly status: number; readonly body: string } | Error) {
  const asked: Request[] = [];
  const exchange: Exchange = async (request) => {
    asked.push(request);
    if (answer instanceof Error) throw answer;
    return { status: answer.status, headers: {}, body: Buffer.from(answer.body) };
  };
  const headers = { Authorization: 'Basic c2VjcmV0' };
  const target = siteTarget({ url: 'https://test.example.com', headers }, { exchange, clock: systemClock, signal });
  return { asked, target };
}

const checksOf = (given: unknown) => checksDocument.parse(given) as readonly TargetCheck[];
const prover = { addresses: { get: async () => ({ status: 200, body: '' }) }, clock: systemClock, signal };

test('a check is a request to the site, by a connection of its own, with the headers that the site asks for', async () => {
  const { asked, target } = site({ status: 200, body: 'hello' });
  const results = await prove(checksOf('GET /docs/?q=a%20b'), target, prover);
  expect(results).toMatchObject([{ name: 'GET /docs/?q=a%20b', target: 'https://test.example.com', wrong: [] }]);
  expect(asked[0]?.url.href).toBe('https://test.example.com/docs/?q=a%20b');
  expect(asked[0]).toMatchObject({ method: 'GET', headers: { authorization: 'Basic c2VjcmV0', connection: 'close' } });
});

test('headers of the check come first, and what is no text is JSON', async () => {
  const { asked, target } = site({ status: 200, body: '' });
  const check = { request: 'POST /api', headers: { authorization: 'none' }, body: { q: 1 } };
  await prove(checksOf(check), target, prover);
  expect(asked[0]).toMatchObject({
    method: 'POST',
    body: '{"q":1}',
    headers: { authorization: 'none', 'content-type': 'application/json' },
  });
});

test('a path with two slashes stays on the site', async () => {
  const { asked, target } = site({ status: 404, body: '' });
  await prove(checksOf('GET //evil.example.com/'), target, prover);
  expect(asked[0]?.url.host).toBe('test.example.com');
});

test.each([
  ['another status', { status: 403, body: 'denied' }, 'the status code is 403, not 200 to 299'],
  ['another body', { status: 200, body: 'hello' }, 'the body does not match /shop/: hello'],
  ['no answer', new Error('read ECONNRESET'), 'it did not answer: read ECONNRESET'],
])('%s is wrong', async (_, answer, wrong) => {
  const { target } = site(answer);
  const [result] = await prove(checksOf({ request: 'GET /', expect: { body: 'shop' } }), target, prover);
  expect(result?.wrong).toContain(wrong);
});

test('a payload, and a method that changes things, are refused by name', () => {
  const checks = checksDocument.parse([
    'GET /',
    { payload: {} },
    { 'payload-file': 'a.json' },
    'DELETE /a',
    'https://a.example.com/',
  ]);
  expect(wrongForSites(checks).map(({ at, message }) => `${at} ${message}`)).toEqual([
    '[1] has `payload`, which a function takes, and a site does not',
    '[2] has `payload-file`, which a function takes, and a site does not',
    '[3] asks a site with DELETE',
  ]);
});
