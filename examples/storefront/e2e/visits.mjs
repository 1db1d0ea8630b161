import assert from 'node:assert/strict';
import { asVisitor } from './browser.mjs';

const orders = 'https://api.example.com/orders';

/** Buys a book, from the front page to the order; the API has tests of its own. */
export function buyBook(browser, site) {
  // Without the worker, which would have all scripts already: here those that are needed later come from the site.
  return asVisitor(browser, { serviceWorkers: 'block' }, async (page) => {
    const headers = { 'access-control-allow-origin': '*' };
    await page.route(orders, (route) => route.fulfill({ status: 201, headers }));
    await page.goto(site);
    await page.getByRole('heading', { name: 'The Shelf' }).waitFor();
    await page.getByRole('link', { name: 'See them all' }).click();
    await page.getByRole('button', { name: 'Add Emma' }).click();
    await page.getByText(/^1 in your basket/).waitFor();
    await page.getByRole('button', { name: 'Check out' }).click();
    // To the API that was filled in when the page was staged, and not to the one of its author's machine.
    const ordered = page.waitForRequest(orders);
    await page.getByRole('button', { name: 'Order' }).click();
    assert.match((await ordered).postData() ?? '', /Emma/);
    await page.getByText('Thank you for your order.').waitFor();
  });
}

/** Opens the shop, waits until its service worker is installed, and opens it once more without a network. */
export function openOffline(browser, site) {
  return asVisitor(browser, { serviceWorkers: 'allow' }, async (page, context) => {
    await page.goto(site);
    // It takes over once it keeps all that it has in its list.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await context.setOffline(true);
    await page.goto(new URL('/books', site).href);
    await page.getByText('Moby-Dick').first().waitFor();
  });
}
