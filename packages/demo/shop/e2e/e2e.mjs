// End-to-end tests of what TEST serves: `TEST_URL` is its address, `RELEASE_ID` the release that it must serve. Before the first test
// and after the last one the site says which release it serves. Only that one was tested, and only that one is said to be: another run
// may have staged its own meanwhile. Pages are loaded by requests alone; examples/storefront has tests that use a browser.
import assert from 'node:assert/strict';
import { loadPage } from './page.mjs';

const { TEST_URL: site, RELEASE_ID: wanted } = process.env;

async function release() {
  const answer = await fetch(new URL('/.well-known/release', site));
  assert.equal(answer.status, 200, `${answer.url} was answered with ${answer.status}`);
  return (await answer.json()).release;
}

assert.equal(await release(), wanted, 'TEST serves another release than the one that was staged');

const home = await loadPage(site, '/');
assert.match(home.html, /<h1>The Shelf<\/h1>/);
assert.match(home.config.api, /^https:/, 'the page has the API of its author’s machine');
// Visitors who check out load this, perhaps long after the page.
assert.ok(
  home.scripts.some((script) => script.startsWith('/assets/checkout-')),
  'no script leads to the checkout',
);

const books = await loadPage(site, '/books.html');
assert.match(books.html, /Moby-Dick/);

assert.equal(await release(), wanted, 'TEST has got another release while it was tested');
console.log(`${site} serves ${wanted}, and ${home.scripts.length} scripts of its front page are there.`);
