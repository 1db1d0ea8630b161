import { entryOf } from './entries.mjs';
import { release } from './release.mjs';

/** Makes the entry of a book: `{ book: { title, author, about } }`. Whatever brings new books invokes it. */
export async function handler({ book }) {
  if (!book?.title) throw new Error('An event must have a book with a title.');
  return { release, entry: entryOf(book) };
}
