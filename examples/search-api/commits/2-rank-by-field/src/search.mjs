import { books } from './books.mjs';

/** How many books there are. */
export const size = books.length;

/** What a word is worth where it is found. */
const weights = { title: 4, author: 3, about: 1 };

/** Books that have every word of the query somewhere, the best first: a word in the title says more than one in passing. */
export function search(query) {
  const wanted = words(query);
  return books
    .map((book) => ({ book, score: scoreOf(book, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ book }) => book);
}

function scoreOf(book, wanted) {
  const each = wanted.map((word) =>
    Object.entries(weights).reduce((sum, [field, weight]) => sum + (words(book[field]).includes(word) ? weight : 0), 0),
  );
  return each.every((score) => score > 0) ? each.reduce((sum, score) => sum + score, 0) : 0;
}

function words(text) {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}
