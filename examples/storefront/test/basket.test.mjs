import assert from 'node:assert/strict';
import { test } from 'node:test';
import { told } from '../src/basket.js';
import { books } from '../src/books.js';

test('a basket says what is in it, and what that costs', () => {
  assert.equal(told([]), 'Your basket is empty.');
  assert.equal(
    told([
      { title: 'Emma', cents: 750 },
      { title: 'Moby-Dick', cents: 900 },
    ]),
    '2 in your basket, €16.50',
  );
});

test('each book has a title of its own, and a price', () => {
  assert.equal(new Set(books.map(({ title }) => title)).size, books.length);
  for (const { title, cents } of books) assert.ok(Number.isInteger(cents) && cents > 0, title);
});
