import wrap from 'word-wrap';

const formulas = new Map([
  ['half', (price) => price / 2],
  ['a euro less', (price) => Math.max(0, price - 100)],
]);

/** What a book costs with an offer, in cents: one of a few formulas, by its name. */
export function priceOf({ price, offer }) {
  const formula = offer && formulas.get(offer.formula);
  return formula === undefined ? price : Math.round(formula(price));
}

/** What stands on the label of a book. */
export function labelOf(book) {
  return `${wrap(book.title, { width: 24 })}\n${(priceOf(book) / 100).toFixed(2)}`;
}
