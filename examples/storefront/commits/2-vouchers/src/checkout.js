import { told } from './basket.js';

/** Shows the way to an order, with a voucher where there is one. It goes to the API that the page was configured with. */
export function showCheckout(main, { api, basket }) {
  const form = document.createElement('form');
  form.innerHTML = '<p></p><p><label>Voucher <input name="voucher"></label></p><button>Order</button>';
  form.querySelector('p').textContent = told(basket);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { voucher } = Object.fromEntries(new FormData(form));
    const answer = await fetch(`${api}/orders`, { method: 'POST', body: JSON.stringify({ basket, voucher }) });
    form.textContent = answer.ok ? 'Thank you for your order.' : `The order was answered with ${answer.status}.`;
  });
  main.replaceChildren(form);
}
