import { readFileSync } from 'node:fs';
import process from 'node:process';
import { books } from './books.mjs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** What a path is answered with: a status, and what goes out as JSON. */
export function answer(path, { CURRENCY } = process.env) {
  if (path === '/health') return { status: 200, body: { version } };
  if (path === '/books') {
    const priced = ([name, { title, price }]) => ({ name, title, price: formatted(price, CURRENCY) });
    return { status: 200, body: Object.entries(books).map(priced) };
  }
  const [, name = ''] = /^\/books\/([\w-]+)$/.exec(path) ?? [];
  const book = books[name];
  if (book === undefined) return { status: 404, body: { error: 'There is no such book.' } };
  return { status: 200, body: book };
}

/** Cents as people write them. */
function formatted(cents, currency) {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(cents / 100);
}
