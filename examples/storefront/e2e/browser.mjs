import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

/** Starts a Chrome or Chromium, and ends it afterwards. */
export async function inBrowser(executablePath, use) {
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : { channel: 'chrome' }),
    // Chromium refuses its sandbox to root, as in a container.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
}

/** Lets a visitor who was never here before use a page; what its scripts throw meanwhile fails the test. */
export async function asVisitor(browser, settings, visit) {
  const context = await browser.newContext(settings);
  // A busy runner is slow, which is no fault of the release.
  context.setDefaultTimeout(60_000);
  try {
    const page = await context.newPage();
    const thrown = [];
    page.on('pageerror', (error) => thrown.push(error.message));
    await visit(page, context);
    assert.deepEqual(thrown, []);
  } finally {
    await context.close();
  }
}
