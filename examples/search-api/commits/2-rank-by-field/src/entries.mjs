/**
 * How a book stands in the index. All three functions must agree on it: the indexer makes entries, the api searches them,
 * and the scheduler sends books whose entry has another format back to the indexer. A scheduler that is ahead of the indexer
 * would send it the same books for ever.
 */
export const format = 2;

/** What a word is worth where it is found. */
const weights = { about: 1, author: 3, title: 4 };

/** The entry of a book: the words that it is found by, and what each is worth. A word in the title says most. */
export function entryOf(book) {
  const worth = Object.entries(weights).flatMap(([field, weight]) => words(book[field]).map((word) => [word, weight]));
  return { format, title: book.title, words: Object.fromEntries(worth) };
}

/** How well an entry answers a query; 0 where a word of it is missing. */
export function scoreOf(entry, query) {
  const worth = words(query).map((word) => (Object.hasOwn(entry.words, word) ? entry.words[word] : 0));
  return worth.includes(0) ? 0 : worth.reduce((sum, each) => sum + each, 0);
}

/** The words of a text, in small letters. */
export function words(text) {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}
