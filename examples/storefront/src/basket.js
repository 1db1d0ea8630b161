const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

/** A price as people read it. */
export function price(cents) {
  return euros.format(cents / 100);
}

/** What is in a basket, in a sentence. */
export function told(basket) {
  if (basket.length === 0) return 'Your basket is empty.';
  const sum = basket.reduce((all, { cents }) => all + cents, 0);
  return `${basket.length} in your basket, ${price(sum)}`;
}
