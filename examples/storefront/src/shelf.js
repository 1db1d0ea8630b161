import { price, told } from './basket.js';
import { books } from './books.js';

/** Shows all books, each with a button that puts it into the basket, and the way to the checkout. */
export function showShelf(main, { basket, checkOut }) {
  const status = element('p', told(basket));
  const leave = element('button', 'Check out');
  leave.disabled = basket.length === 0;
  leave.addEventListener('click', checkOut);
  const list = element('ul');
  for (const { title, cents } of books) {
    const add = element('button', `Add ${title}`);
    add.addEventListener('click', () => {
      basket.push({ title, cents });
      status.textContent = told(basket);
      leave.disabled = false;
    });
    const item = element('li', `${title}, ${price(cents)} `);
    item.append(add);
    list.append(item);
  }
  main.replaceChildren(list, status, leave);
}

function element(name, text = '') {
  return Object.assign(document.createElement(name), { textContent: text });
}
