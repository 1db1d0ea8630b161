import { inChromium, openTab, type Tab } from '@actions-aws/testing/browser';
import type { BrowserContext } from 'playwright-core';
import { type Source, type Workshop, workshop } from './support/builders.ts';
import { type Deployments, deployments, type PointerKind, warningsOf } from './support/deployments.ts';
import { findPages } from './support/page-names.ts';
import { bookOf, type Releases, release, releasesOf } from './support/releases.ts';
import { isShown } from './support/shown.ts';
import { type Between, between, keeps, listOf } from './support/worker.ts';

/** What frontend-check says of a list of Workbox. */
const KEEPS = 'keeps `icon.svg`, `index.html`, `manifest.webmanifest`, with no hash in the name';

/** The example, with vite-plugin-pwa, whose worker keeps the page and all that it names. */
const SOURCE: Source = {
  name: 'Vite',
  folder: 'examples/storefront',
  output: 'dist',
  books: '/books',
  form: 'one',
  hashed: ['assets/*'],
  unhashed: ['/registerSW.js'],
  warnings: { promoted: [KEEPS] },
};

const POINTERS: readonly PointerKind[] = ['key-value-store', 'origin-path'];

let shop: Workshop;
let builds: Releases;
let world: Deployments;

beforeAll(async () => {
  shop = await workshop();
  builds = await releasesOf(await shop.checkOut(SOURCE), ['1.0.0', '2.0.0', '3.0.0', '4.0.0']);
}, 600_000);

afterEach(() => world?.stop());
afterAll(() => shop?.close());

async function open(pointer: PointerKind): Promise<Deployments> {
  world = await deployments(pointer, SOURCE.hashed);
  if (pointer === 'origin-path') await findPages(world, SOURCE.form);
  return world;
}

test.each(POINTERS)(
  'a site that Vite has built is shown on TEST, and on APP once it is promoted: %s',
  async (pointer) => {
    await open(pointer);
    await inChromium((browser) => isShown(world, builds.get('1.0.0') ?? '', SOURCE, browser));
  },
  300_000,
);

test.each(POINTERS)(
  'a tab that was opened up to three releases ago loads what it has not loaded yet: %s',
  async (pointer) => {
    const { app } = await open(pointer);
    await inChromium(async (browser) => {
      // Without its worker, which would have loaded all of it by then.
      const context = await browser.newContext({ serviceWorkers: 'block' });
      const tabs = new Map<string, Tab>();
      for (const [version, build] of builds) {
        await release(world, build);
        tabs.set(version, await openTab(context, app.url));
      }
      for (const [version, { page, complaints }] of tabs) {
        expect(await page.textContent('#release')).toBe(version);
        await page.click('#books');
        await page.getByText(bookOf(version)).first().waitFor();
        expect(complaints).toEqual([]);
      }
      expect([...tabs.keys()]).toEqual(['1.0.0', '2.0.0', '3.0.0', '4.0.0']);
    });
  },
  300_000,
);

test('TEST shows a browser what is staged, while APP goes on showing what is live', async () => {
  const { test, app } = await open('key-value-store');
  await release(world, builds.get('1.0.0'));
  expect((await world.stage(builds.get('2.0.0') ?? '')).outputs.outcome).toBe('staged');
  const checked = await world.check();
  expect(checked.outputs.outcome).toBe('ok');
  expect(warningsOf(checked)).toEqual([expect.stringContaining(KEEPS), expect.stringContaining(KEEPS)]);
  await inChromium(async (browser) => {
    expect(await shownIn(await browser.newContext(), test.url)).toBe('2.0.0');
    expect(await shownIn(await browser.newContext(), app.url)).toBe('1.0.0');
  });
}, 300_000);

test('a visitor with an installed worker sees once more what it keeps, after a promotion as after a rollback', async () => {
  const { app } = await open('key-value-store');
  const one = await release(world, builds.get('1.0.0'));
  await inBrowser(app.url, async (visitor, edges, early) => {
    await keeps(early.page, await listOf(builds.get('1.0.0')));
    const two = await release(world, builds.get('2.0.0'));
    // The worker answers before CloudFront does, also to a tab with the address that says the release. What a script fetches there is CloudFront's.
    expect(await visit(visitor, edges, '/.well-known/release')).toBe('1.0.0');
    expect(await early.page.evaluate(SAYS)).toBe(two);
    await keeps(early.page, await listOf(builds.get('2.0.0')));
    expect(await visit(visitor, edges)).toBe('2.0.0');

    // What the new worker has thrown away, a tab that is open gets from CloudFront.
    await early.page.click('#books');
    await early.page.getByText(bookOf('1.0.0')).first().waitFor();
    expect(early.complaints).toEqual([]);

    expect((await world.rollBack()).outputs.outcome).toBe('rolled-back');
    expect(await visit(visitor, edges)).toBe('2.0.0');
    expect(await early.page.evaluate(SAYS)).toBe(one);
    await keeps(early.page, await listOf(builds.get('1.0.0')));
    expect(await visit(visitor, edges)).toBe('1.0.0');
  });
}, 300_000);

test('a worker that meets two releases while a pointer spreads keeps the older page until the next release', async () => {
  const { test, app } = await open('key-value-store');
  await release(world, builds.get('1.0.0'));
  await world.stage(builds.get('2.0.0') ?? '');
  await inBrowser(app.url, async (visitor, edges, { page }) => {
    await keeps(page, await listOf(builds.get('1.0.0')));
    // TEST stands for edges that have the new release, and APP for those that have it not.
    edges.serve({ all: test.url, '/index.html': app.url });
    expect(await visit(visitor, edges)).toBe('1.0.0');
    await keeps(page, await listOf(builds.get('2.0.0')));
    // All of them have it now. The worker has a page under the revision in its list, and does not ask again.
    edges.serve({ all: test.url });
    expect(await visit(visitor, edges)).toBe('1.0.0');
    expect(await visit(visitor, edges)).toBe('1.0.0');

    await world.stage(builds.get('3.0.0') ?? '');
    expect(await visit(visitor, edges)).toBe('1.0.0');
    await keeps(page, await listOf(builds.get('3.0.0')));
    expect(await visit(visitor, edges)).toBe('3.0.0');
  });
}, 300_000);

/** Opens a site for the first time, in a browser of its own; it stays open. */
async function inBrowser(
  url: string,
  use: (visitor: BrowserContext, edges: Between, tab: Tab) => Promise<void>,
): Promise<void> {
  const edges = await between(url);
  try {
    await inChromium(async (browser) => {
      const visitor = await browser.newContext();
      const looked = edges.asked('/sw.js');
      const tab = await openTab(visitor, edges.url);
      await looked;
      await use(visitor, edges, tab);
    });
  } finally {
    await edges.stop();
  }
}

/** The release that a new tab shows. Ends when the browser has looked for a newer worker, which it does a second after a page was opened. */
async function visit(visitor: BrowserContext, edges: Between, path = '/'): Promise<string | null> {
  const looked = edges.asked('/sw.js');
  const shown = await shownIn(visitor, `${edges.url}${path}`);
  await looked;
  return shown;
}

/** The release that CloudFront serves, as a script of the page is told. */
const SAYS = "fetch('/.well-known/release').then(async (response) => (await response.json()).release)";

/** The release that a new tab shows. */
async function shownIn(visitor: BrowserContext, url: string): Promise<string | null> {
  const { page, complaints } = await openTab(visitor, url);
  try {
    const shown = await page.textContent('#release');
    expect(complaints).toEqual([]);
    return shown;
  } finally {
    await page.close();
  }
}
