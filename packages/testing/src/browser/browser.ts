import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** A page that a real browser has open, by https://playwright.dev/docs/api/class-page. */
export interface Tab {
  readonly page: Page;
  /**
   * What went wrong in it since it was opened: errors in its console, which refusals of its content policy are among, what its scripts
   * threw, requests without an answer, but for those that they broke off themselves, and answers of 400 and more.
   */
  readonly complaints: readonly string[];
}

/** Starts Chromium (`CHROMIUM` is the path of another one), without a window, and ends it afterwards, with all that it has open. */
export async function inChromium<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    // Chromium refuses its sandbox to root, as in a container.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** Opens an address: of a browser in a profile of its own, of a context in the one that its tabs share. */
export async function openTab(where: Browser | BrowserContext, address: string): Promise<Tab> {
  const page = await where.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error}`));
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {};
    if (errorText !== 'net::ERR_ABORTED') complaints.push(`${errorText}: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(address);
  return { page, complaints };
}
