// End-to-end tests of what TEST serves, in a browser: `TEST_URL` is its address, `RELEASE_ID` the release that it must serve. Before the
// first test and after the last one the site says which release it serves. Only that one was tested, and only that one is said to be:
// another run may have staged its own meanwhile. `BROWSER` is the path of a Chrome or Chromium; without it Chrome is looked for where it
// is usually installed.
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { inBrowser } from './browser.mjs';
import { buyBook, openOffline } from './visits.mjs';

const { TEST_URL: site, RELEASE_ID: wanted, BROWSER: executablePath, GITHUB_OUTPUT: outputs } = process.env;

async function release() {
  const answer = await fetch(new URL('/.well-known/release', site));
  assert.equal(answer.status, 200, `${answer.url} was answered with ${answer.status}`);
  return (await answer.json()).release;
}

assert.equal(await release(), wanted, 'TEST serves another release than the one that was staged');
await inBrowser(executablePath, async (browser) => {
  await buyBook(browser, site);
  console.log('A book was bought.');
  await openOffline(browser, site);
  console.log('The shop was opened without a network, by its service worker.');
});
assert.equal(await release(), wanted, 'TEST has got another release while it was tested');
console.log(`${site} serves ${wanted}.`);
if (outputs) appendFileSync(outputs, `release-id=${wanted}\n`);
