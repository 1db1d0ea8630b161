#!/usr/bin/env bash
# Workbox 7.4.1, by `generateSW` of workbox-build: a worker whose list names a page by its revision, and that gets the page of
# another release once, keeps it under that revision, and shows it until a list has another one. The request has no revision in it,
# and what comes is not compared with it.
#
# Seen on 30 November 2026, with Node 24.21.0, Chromium 156.0.8078.114 and playwright-core 1.65.1, of three releases of a page
# that differ in one word; the server has each time what stands before the colon:
#
#   all of one: shows one
#   the worker of two, the page of one: shows one
#   all of two: shows one
#   all of two, once more: shows one
#   kept under the revision of two: true
#   all of three: shows three
#
# Expected: the worker is not installed, as where a file does not come at all, or asks again: a revision is a digest of the
# file (`revision: md5`), by which it could be told.
#
# It concerns every deployment that reaches servers one after another, as a CDN's configuration does: for a moment a browser can
# get the new worker from one and the page from another, and then it shows the old page long after all have the new one.
#
# Needs Chromium, as /usr/bin/chromium or by CHROMIUM. Ends with 0 while that is so, and with 1 when it is not so any more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --silent --ignore-scripts --save-exact workbox-build@7.4.1 playwright-core@1.65.1
cat >seen.mjs <<'JS'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { generateSW } from 'workbox-build';

const page = (release) => `<!doctype html><p id="release">${release}</p>
<script>navigator.serviceWorker.register('/sw.js')</script>`;
for (const release of ['one', 'two', 'three']) {
  mkdirSync(release);
  writeFileSync(`${release}/index.html`, page(release));
  const options = { globDirectory: release, swDest: `${release}/sw.js`, skipWaiting: true, clientsClaim: true };
  await generateSW({ ...options, cleanupOutdatedCaches: true, sourcemap: false, inlineWorkboxRuntime: true });
}

let has = { worker: 'one', page: 'one' };
const server = createServer(({ url }, response) => {
  const isWorker = url === '/sw.js';
  if (!isWorker && url !== '/' && url !== '/index.html') return response.writeHead(204).end();
  const type = isWorker ? 'text/javascript' : 'text/html';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
  response.end(readFileSync(isWorker ? `${has.worker}/sw.js` : `${has.page}/index.html`));
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const address = `http://127.0.0.1:${server.address().port}/`;

// As a browser does by itself some time after a page was opened; then until nothing is under way.
const update = async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  while (registration.installing || registration.waiting || registration.active.state !== 'activated')
    await new Promise((resolve) => setTimeout(resolve, 20));
};
const kept = async () => {
  const [name] = await caches.keys();
  const found = await (await caches.open(name)).keys();
  return found.map(({ url }) => new URL(url).searchParams.get('__WB_REVISION__')).join();
};
const revisionOf = (release) => /revision:"(\w+)"/.exec(readFileSync(`${release}/sw.js`, 'utf8'))[1];

const sandbox = { chromiumSandbox: process.getuid() !== 0 };
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', ...sandbox });
const context = await browser.newContext();
async function shown(what, worker, release) {
  has = { worker, page: release };
  const tab = await context.newPage();
  await tab.goto(address);
  await tab.evaluate(update);
  await tab.reload();
  console.log(`${what}: shows ${await tab.textContent('#release')}`);
  return tab.evaluate(kept);
}
await shown('all of one', 'one', 'one');
await shown('the worker of two, the page of one', 'two', 'one');
await shown('all of two', 'two', 'two');
const revision = await shown('all of two, once more', 'two', 'two');
console.log(`kept under the revision of two: ${revision === revisionOf('two')}`);
await shown('all of three', 'three', 'three');
await browser.close();
server.closeAllConnections();
server.close();
JS

seen=$(node seen.mjs)
expected='all of one: shows one
the worker of two, the page of one: shows one
all of two: shows one
all of two, once more: shows one
kept under the revision of two: true
all of three: shows three'
echo "$seen"
if [[ $seen != "$expected" ]]; then
  echo 'This finding is no longer so.' >&2
  exit 1
fi
