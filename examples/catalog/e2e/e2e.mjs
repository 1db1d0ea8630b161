// End-to-end tests, against the test listener: `TEST_URL=… npm run e2e`.
import assert from 'node:assert/strict';

const { TEST_URL: address } = process.env;

async function ask(path) {
  const answer = await fetch(new URL(path, address));
  assert.equal(answer.status, 200, `${answer.url} was answered with ${answer.status}`);
  return answer.json();
}

const { version } = await ask('/health');
const books = await ask('/books');
assert.ok(books.length >= 3, 'books are missing');
const { title, author } = await ask(`/books/${books[0].name}`);
assert.equal(title, books[0].title);
assert.ok(author, 'a book has no author');
console.log(`${address} answers as version ${version}, with ${books.length} books.`);
