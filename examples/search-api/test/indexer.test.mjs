import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format } from '../src/entries.mjs';
import { handler as index } from '../src/indexer.mjs';
import { release } from '../src/release.mjs';
import { handler as schedule } from '../src/scheduler.mjs';

const book = { title: 'Emma', author: 'Jane Austen', about: 'A matchmaker errs' };

test('the indexer makes an entry, and says which release made it', async () => {
  const answer = await index({ book });
  assert.equal(answer.release, release);
  assert.equal(answer.entry.title, 'Emma');
  assert.equal(answer.entry.format, format);
});

test('the indexer refuses a book without a title', async () => {
  await assert.rejects(index({ book: {} }), /a book with a title/);
});

test('the scheduler finds nothing to do with what the indexer of the same release made', async () => {
  const { entry } = await index({ book });
  assert.deepEqual(await schedule({ entries: [entry] }), { release, due: [] });
});

test('the scheduler sends back entries of another format', async () => {
  assert.deepEqual(await schedule({ entries: [{ title: 'Emma', format: 0 }] }), { release, due: ['Emma'] });
});
