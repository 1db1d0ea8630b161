import { price } from './prices.js';

const config = JSON.parse(document.getElementById('config').textContent);
const basket = [];

for (const button of document.querySelectorAll('[data-book]'))
  button.addEventListener('click', () => {
    basket.push({ book: button.dataset.book, cents: Number(button.dataset.cents) });
    const sum = basket.reduce((all, { cents }) => all + cents, 0);
    document.getElementById('basket').textContent = `${basket.length} in your basket, ${price(sum)}`;
  });

// Few check out, so it is loaded when they do: perhaps an hour after the page, and several releases later.
document.getElementById('checkout').addEventListener('click', async () => {
  const { checkOut } = await import('./checkout.js');
  await checkOut(config.api, basket);
});
