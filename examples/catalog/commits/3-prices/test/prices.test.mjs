import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer } from '../src/answer.mjs';

test('the list has prices', () => {
  const { body } = answer('/books', { CURRENCY: 'EUR' });
  assert.equal(body.find(({ name }) => name === 'walden').price, '€9.90');
});
