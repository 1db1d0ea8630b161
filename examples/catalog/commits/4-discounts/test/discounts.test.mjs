import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer } from '../src/answer.mjs';

test('a book costs what its author’s discount leaves', () => {
  assert.equal(answer('/books/moby-dick').body.price, 1192);
});
