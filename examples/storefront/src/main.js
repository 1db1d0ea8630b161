import './shop.css';
import { version } from './version.js';

// Filled in when the build is staged: the same files are tested, and then live.
const config = JSON.parse(document.getElementById('config').textContent);
document.getElementById('release').textContent = version;
document.getElementById('api').textContent = config.api;

const basket = [];

// Few check out, so it is loaded when they do: perhaps an hour after the page, and several releases later.
async function checkOut() {
  const { showCheckout } = await import('./checkout.js');
  showCheckout(document.querySelector('main'), { api: config.api, basket });
}

async function showBooks() {
  const { showShelf } = await import('./shelf.js');
  showShelf(document.querySelector('main'), { basket, checkOut });
}

document.getElementById('books').addEventListener('click', (event) => {
  event.preventDefault();
  history.pushState({}, '', '/books');
  void showBooks();
});
if (location.pathname === '/books') void showBooks();
