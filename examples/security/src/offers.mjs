import wrap from 'word-wrap';

/** What a book costs with an offer, in cents. */
export function priceOf({ price, offer }) {
  return offer === undefined ? price : Math.round(price * (1 - offer.percent / 100));
}

/** What stands on the label of a book. */
export function labelOf(book) {
  return `${wrap(book.title, { width: 24 })}\n${(priceOf(book) / 100).toFixed(2)}`;
}
