import type { Browser } from 'playwright-core';
import type { Source } from './builders.ts';
import { type Deployments, warningsOf } from './deployments.ts';
import { openBooks, visitShelf } from './shelf.ts';

/** Stages a build and promotes it, and expects a browser to find all of it on TEST, and then on APP. */
export async function isShown(world: Deployments, build: string, source: Source, browser: Browser): Promise<void> {
  const { staged: atStaging = [], promoted: atPromotion = [] } = source.warnings ?? {};
  const staged = await world.stage(build);
  expect([staged.outputs.outcome, ...warningsOf(staged)]).toEqual(['staged', ...atStaging]);
  expect(JSON.parse(staged.outputs.report ?? '').build.builders).toEqual([source.name]);
  await isWhole(world.test.url, source, browser);
  const promoted = await world.promote(staged);
  const warnings = atPromotion.map((text) => expect.stringContaining(text));
  expect([promoted.outputs.outcome, ...warningsOf(promoted)]).toEqual(['promoted', ...warnings]);
  await isWhole(world.app.url, source, browser);
  for (const { url } of [world.test, world.app]) expect(await openBooks(browser, url, source)).toEqual([]);
}

async function isWhole(url: string, source: Source, browser: Browser): Promise<void> {
  const { lazy, ...visited } = await visitShelf(browser, url, source);
  expect(visited).toEqual({ complaints: [], stayed: true, askedAgain: source.unhashed ?? [] });
  expect(lazy).not.toEqual([]);
}
