import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer } from '../src/answer.mjs';

test('all books are listed, by the names that lead to them', () => {
  const { status, body } = answer('/books', { CURRENCY: 'EUR' });
  assert.equal(status, 200);
  assert.deepEqual(
    body.map(({ name }) => name),
    ['moby-dick', 'walden', 'frankenstein', 'dracula'],
  );
});

test('a book has its author', () => {
  const { status, body } = answer('/books/moby-dick');
  assert.equal(status, 200);
  assert.equal(body.author, 'Herman Melville');
});

test('what is not there is said to be missing', () => {
  assert.equal(answer('/books/carmilla').status, 404);
});
