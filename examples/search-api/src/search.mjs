import { books } from './books.mjs';

/** How many books there are. */
export const size = books.length;

/** Books that have every word of the query somewhere, in the order of the shelf. */
export function search(query) {
  const wanted = words(query);
  return books.filter((book) => {
    const text = words(`${book.title} ${book.author} ${book.about}`);
    return wanted.every((word) => text.includes(word));
  });
}

function words(text) {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}
