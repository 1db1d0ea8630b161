import { books } from './books.mjs';

/** How many books there are. */
export const size = books.length;

/** What a word is worth where it is found. */
const weights = { title: 4, author: 3, about: 1 };

/** Books that have every word of the query, or a synonym of it, somewhere; the best first. */
export function search(query) {
  const synonyms = synonymsOf(process.env.SYNONYMS);
  const wanted = words(query).map((word) => [word, ...(synonyms[word] ?? [])]);
  return books
    .map((book) => ({ book, score: scoreOf(book, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ book }) => book);
}

// The librarians keep the list: JSON like {"ocean":["sea"]}.
function synonymsOf(list) {
  if (!list) throw new Error('The environment variable SYNONYMS is not set.');
  return JSON.parse(list);
}

function scoreOf(book, wanted) {
  const each = wanted.map((choices) =>
    Object.entries(weights).reduce(
      (sum, [field, weight]) => sum + (choices.some((word) => words(book[field]).includes(word)) ? weight : 0),
      0,
    ),
  );
  return each.every((score) => score > 0) ? each.reduce((sum, score) => sum + score, 0) : 0;
}

function words(text) {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}
