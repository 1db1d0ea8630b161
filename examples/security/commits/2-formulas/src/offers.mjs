import wrap from 'word-wrap';

/** What a book costs with an offer, in cents. The offer is a formula, as the shop's people write it: `price * 0.8`. */
export function priceOf({ price, offer }) {
  // biome-ignore lint/security/noGlobalEval: the mistake that this commit shows.
  return offer === undefined ? price : Math.round(eval(offer.formula));
}

/** What stands on the label of a book. */
export function labelOf(book) {
  return `${wrap(book.title, { width: 24 })}\n${(priceOf(book) / 100).toFixed(2)}`;
}
