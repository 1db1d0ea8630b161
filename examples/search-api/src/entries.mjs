/**
 * How a book stands in the index. All three functions must agree on it: the indexer makes entries, the api searches them,
 * and the scheduler sends books whose entry has another format back to the indexer. A scheduler that is ahead of the indexer
 * would send it the same books for ever.
 */
export const format = 1;

/** The entry of a book: the words that it is found by. */
export function entryOf({ title, author, about }) {
  return { format, title, words: words(`${title} ${author} ${about}`) };
}

/** How well an entry answers a query; 0 where a word of it is missing. */
export function scoreOf(entry, query) {
  return words(query).every((word) => entry.words.includes(word)) ? 1 : 0;
}

/** The words of a text, in small letters. */
export function words(text) {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}
