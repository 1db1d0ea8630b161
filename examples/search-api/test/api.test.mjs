import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handler } from '../src/index.mjs';

test('it is healthy, and says how many books it has', async () => {
  const { statusCode, body } = await get('/api/v1/health');
  assert.equal(statusCode, 200);
  assert.equal(body.status, 'ok');
  assert.ok(body.books > 20);
});

test('it finds the books that have every word', async () => {
  const { statusCode, body } = await get('/api/v1/search', { q: 'white whale' });
  assert.equal(statusCode, 200);
  assert.deepEqual(
    body.hits.map(({ title }) => title),
    ['Moby-Dick'],
  );
});

test('it asks for a query when there is none', async () => {
  const { statusCode, body } = await get('/api/v1/search');
  assert.equal(statusCode, 400);
  assert.match(body.error, /what to search for/);
});

test('it does not know other paths', async () => {
  assert.equal((await get('/api/v1/books')).statusCode, 404);
});

async function get(rawPath, queryStringParameters) {
  const http = { method: 'GET', path: rawPath };
  const { statusCode, body } = await handler({ rawPath, queryStringParameters, requestContext: { http } });
  return { statusCode, body: JSON.parse(body) };
}
