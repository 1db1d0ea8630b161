/** What the shop has, by the name in an address. Prices are in cents. */
export const books = {
  'moby-dick': { title: 'Moby-Dick', author: 'Herman Melville', price: 1490 },
  walden: { title: 'Walden', author: 'Henry David Thoreau', price: 990 },
  frankenstein: { title: 'Frankenstein', author: 'Mary Shelley', price: 890 },
};
