import { readFileSync } from 'node:fs';
import { books } from './books.mjs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** What a path is answered with: a status, and what goes out as JSON. */
export function answer(path) {
  if (path === '/health') return { status: 200, body: { version } };
  if (path === '/books')
    return { status: 200, body: Object.entries(books).map(([name, { title }]) => ({ name, title })) };
  const [, name = ''] = /^\/books\/([\w-]+)$/.exec(path) ?? [];
  const book = books[name];
  if (book === undefined) return { status: 404, body: { error: 'There is no such book.' } };
  return { status: 200, body: book };
}
