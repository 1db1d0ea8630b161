import { openTab } from '@actions-aws/testing/browser';
import type { Browser } from 'playwright-core';
import type { Source } from './builders.ts';
import { API } from './deployments.ts';

/** What a visitor met who opened the first page, and from there the books. */
export interface Visited {
  /** What went wrong in the browser. */
  readonly complaints: readonly string[];
  /** Whether the books were shown by the page that was open: no other document was loaded. */
  readonly stayed: boolean;
  /** Paths of scripts that the first page does not name, and one of its scripts has loaded. */
  readonly lazy: readonly string[];
  /** Paths of scripts that browsers ask for again each time. */
  readonly askedAgain: readonly string[];
}

/** Visits a site as a person does: opens its address, waits until its scripts have shown the address of the API, and clicks on a link. */
export async function visitShelf(browser: Browser, url: string, { books }: Source): Promise<Visited> {
  const context = await browser.newContext();
  try {
    const { page, complaints } = await openTab(context, 'about:blank');
    const scripts = new Map<string, string>();
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      scripts.set(new URL(response.url()).pathname, response.headers()['cache-control'] ?? '');
    });
    const first = await (await page.goto(url))?.text();
    await page.getByText(API).waitFor();
    await page.evaluate('window.opened = true');
    await page.click('#books');
    await page.getByText('Moby-Dick').first().waitFor();
    await page.waitForURL(`${url}${books}`);
    const named = [...scripts.keys()];
    return {
      complaints,
      stayed: (await page.evaluate('window.opened')) === true,
      lazy: named.filter((path) => !first?.includes(path.slice(path.lastIndexOf('/') + 1))),
      askedAgain: named.filter((path) => !scripts.get(path)?.includes('immutable')),
    };
  } finally {
    await context.close();
  }
}

/** Opens the books by their own address, and gives what went wrong. */
export async function openBooks(browser: Browser, url: string, { books }: Source): Promise<readonly string[]> {
  const context = await browser.newContext();
  try {
    const { page, complaints } = await openTab(context, `${url}${books}`);
    await page.getByText('Moby-Dick').first().waitFor();
    return complaints;
  } finally {
    await context.close();
  }
}
