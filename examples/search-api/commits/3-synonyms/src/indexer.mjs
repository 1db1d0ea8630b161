import { entryOf } from './entries.mjs';
import { release } from './release.mjs';

/** Makes the entry of a book: `{ book: { title, author, about } }`. Whatever brings new books invokes it. */
export async function handler({ book }) {
  if (!book?.title) throw new Error('An event must have a book with a title.');
  return { release, entry: withSynonyms(entryOf(book)) };
}

// The librarians keep the list: JSON like {"sea":["ocean"]}.
function withSynonyms({ words, ...entry }) {
  if (!process.env.SYNONYMS) throw new Error('The environment variable SYNONYMS is not set.');
  const synonyms = new Map(Object.entries(JSON.parse(process.env.SYNONYMS)));
  const more = Object.entries(words).flatMap(([word, worth]) =>
    (synonyms.get(word) ?? []).map((other) => [other, worth]),
  );
  return { ...entry, words: { ...Object.fromEntries(more), ...words } };
}
