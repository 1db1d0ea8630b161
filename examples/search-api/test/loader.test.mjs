import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { load } from '../loader/load.mjs';
import { format, scoreOf } from '../src/entries.mjs';

const books = [
  { title: 'Emma', author: 'Jane Austen', about: 'A matchmaker errs' },
  { title: 'The Odyssey', author: 'Homer', about: 'A king takes ten years to come home by sea' },
];

let server;
let catalogue;
let put;
beforeEach(async () => {
  catalogue = JSON.stringify({ books });
  put = undefined;
  server = createServer(async (request, response) => {
    if (request.method === 'GET') return response.end(catalogue);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    put = JSON.parse(Buffer.concat(chunks).toString());
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.close());

function loads() {
  const at = `http://127.0.0.1:${server.address().port}`;
  return load({ catalogue: `${at}/books.json`, index: `${at}/index.json` });
}

test('every book of the catalogue is in the index, where a search finds it', async () => {
  assert.equal(await loads(), 2);
  assert.equal(put.format, format);
  const found = put.entries.filter((entry) => scoreOf(entry, 'sea') > 0);
  assert.deepEqual(
    found.map(({ title }) => title),
    ['The Odyssey'],
  );
});

test('a catalogue without books leaves the index as it is', async () => {
  catalogue = '{"books":[]}';
  await assert.rejects(loads(), /the index stays as it is/);
  assert.equal(put, undefined);
});
