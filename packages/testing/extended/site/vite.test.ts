import { inChromium, openTab, type Tab } from '@actions-aws/testing/browser';
import type { BrowserContext, Page } from 'playwright-core';
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

/** How long a configuration takes to all edges, in milliseconds of the cloud's clock: as on AWS, one after another. */
const SPREAD_MS = 300_000;
/** So much of it goes by between two looks at the edges. */
const STEP_MS = 5_000;

let shop: Workshop;
let builds: Releases;
let world: Deployments;

beforeAll(async () => {
  shop = await workshop();
  builds = await releasesOf(await shop.checkOut(SOURCE), ['1.0.0', '2.0.0', '3.0.0', '4.0.0']);
}, 600_000);

afterEach(() => world?.stop());
// A browser ends, and the folders of whole builds are removed.
afterAll(() => shop?.close(), 120_000);

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

test.each(POINTERS)(
  'a visitor with an installed worker sees once more what it keeps, after a promotion as after a rollback: %s',
  async (pointer) => {
    const { app } = await open(pointer);
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
  },
  300_000,
);

test('a worker that meets two releases while a pointer spreads keeps the older page until the next release: key-value-store', async () => {
  const { test, app } = await open('key-value-store');
  await release(world, builds.get('1.0.0'));
  await world.stage(builds.get('2.0.0') ?? '');
  await inBrowser(app.url, async (visitor, edges, { page }) => {
    await keeps(page, await listOf(builds.get('1.0.0')));
    // TEST stands for edges that have the new release, and APP for those that have it not.
    await meetsTwo(visitor, edges, page, { newer: test.url, older: app.url });
    // All of them have it now.
    edges.serve({ all: test.url });
    await keepsOn(visitor, edges, page, () => world.stage(builds.get('3.0.0') ?? ''));
  });
}, 300_000);

test('a worker that meets two releases while a pointer spreads keeps the older page until the next release: origin-path', async () => {
  const { app, cloud } = await open('origin-path');
  await release(world, builds.get('1.0.0'));
  const staged = await world.stage(builds.get('2.0.0') ?? '');
  await inBrowser(app.url, async (visitor, edges, { page }) => {
    await keeps(page, await listOf(builds.get('1.0.0')));
    await cloud.control.call('cloudfront.pace', { configuration: SPREAD_MS });
    const promoting = world.promote(staged);
    await meetsTwo(visitor, edges, page, await apart(world));
    await cloud.clock.advance(SPREAD_MS);
    expect((await promoting).outputs.outcome).toBe('promoted');
    edges.serve({ all: app.url });
    await cloud.control.call('cloudfront.pace', { configuration: 5_000 });
    await keepsOn(visitor, edges, page, () => release(world, builds.get('3.0.0')));
  });
}, 300_000);

/** The worker of 2.0.0 comes from an edge that has that release, and the page that it keeps from one that has it not. */
async function meetsTwo(
  visitor: BrowserContext,
  edges: Between,
  page: Page,
  { newer, older }: { readonly newer: string; readonly older: string },
): Promise<void> {
  edges.serve({ all: newer, '/index.html': older });
  expect(await visit(visitor, edges)).toBe('1.0.0');
  await keeps(page, await listOf(builds.get('2.0.0')));
}

/** The worker has a page under the revision in its list, and does not ask again before there is a worker of another list. */
async function keepsOn(visitor: BrowserContext, edges: Between, page: Page, next: () => Promise<unknown>) {
  expect(await visit(visitor, edges)).toBe('1.0.0');
  expect(await visit(visitor, edges)).toBe('1.0.0');
  await next();
  expect(await visit(visitor, edges)).toBe('1.0.0');
  await keeps(page, await listOf(builds.get('3.0.0')));
  expect(await visit(visitor, edges)).toBe('3.0.0');
}

/** Lets time pass until all edges of APP but one have what is on its way, and gives where that one is found, and one of the others. */
async function apart({ app, cloud }: Deployments): Promise<{ readonly newer: string; readonly older: string }> {
  const addresses = await cloud.control.call('cloudfront.edges', { distributionId: app.id });
  const { hosts } = addresses as { readonly hosts: readonly { readonly url: string }[] };
  const before = await saidBy(app.url);
  for (;;) {
    const said = await Promise.all(hosts.map(async ({ url }) => ({ url, isNewer: (await saidBy(url)) !== before })));
    const [newer] = said.filter(({ isNewer }) => isNewer);
    const [older, another] = said.filter(({ isNewer }) => !isNewer);
    if (!older) throw new Error('all edges have the new release, and none was met that has it not');
    if (newer && !another) return { newer: newer.url, older: older.url };
    // Before the write no time is left out: the action has its own.
    await (newer ? cloud.clock.advance(STEP_MS) : cloud.clock.sleep(STEP_MS));
  }
}

/** The release that is served at an address. */
async function saidBy(url: string): Promise<string | undefined> {
  return ((await (await fetch(`${url}/.well-known/release`)).json()) as { readonly release?: string }).release;
}

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
