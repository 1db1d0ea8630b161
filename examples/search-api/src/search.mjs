import { books } from './books.mjs';
import { entryOf, scoreOf } from './entries.mjs';

/** How many books there are. */
export const size = books.length;

const index = books.map((book) => ({ book, entry: entryOf(book) }));

/** Books that answer the query, the best first; equally good ones in the order of the shelf. */
export function search(query) {
  return index
    .map(({ book, entry }) => ({ book, score: scoreOf(entry, query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ book }) => book);
}
