import { entryOf, format } from '../src/entries.mjs';

/**
 * Makes the whole index anew: reads the catalogue, `{ books: [{ title, author, about }] }`, and puts the entry of each book in
 * the place of the index, in the format that the functions of the same commit read.
 */
export async function load({ catalogue, index }) {
  const { books } = await (await good(await fetch(catalogue))).json();
  // An empty catalogue is a fault of the catalogue, and no reason to empty the index.
  if (!Array.isArray(books) || books.length === 0)
    throw new Error(`${catalogue} has no books: the index stays as it is.`);
  const body = JSON.stringify({ format, entries: books.map(entryOf) });
  await good(await fetch(index, { method: 'PUT', headers: { 'content-type': 'application/json' }, body }));
  return books.length;
}

async function good(response) {
  if (response.ok) return response;
  throw new Error(`${response.url} answers ${response.status}: the index stays as it is.`);
}
