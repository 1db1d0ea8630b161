import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type World, world } from './support/world.ts';

const functionCode = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'packages', 'site', 'src', 'function', 'site.js'),
  'utf8',
);

/** Two sites whose pointers stand in stores. */
let one: World;
beforeAll(async () => {
  one = await world(functionCode);
  await one.cloud.control.snapshot('made');
}, 60_000);
beforeEach(() => one.cloud.control.restore('made'));
afterAll(() => one.stop());

const page = (text: string) => `<!doctype html><title>${text}</title><p>${text}</p>`;

test('TEST follows a key of its store, and a build with the same bytes is noop', async () => {
  const files = { 'index.html': page('Shop'), 'about.html': page('About') };
  await one.cloud.control.clearJournal();
  const { outcome, done, observed } = await one.stage(files);
  expect(outcome).toBe('staged');
  expect(done.map(({ step }) => step.do)).not.toContain('spread');
  expect(observed.test).toMatchObject({ kind: 'key-value-store', mark: { by: 'frontend-stage' } });
  const calls = await one.asked();
  expect(calls).toContain('PutKey 200');
  expect(calls).not.toContain('UpdateDistribution 200');
  const { body } = await one.visit(`${one.test.url}/about`);
  expect(Buffer.from(body).toString()).toContain('About');
  expect((await one.visit(`${one.app.url}/about`)).status).toBe(503);
  await one.cloud.clock.advance(2_000);
  expect((await one.stage(files)).outcome).toBe('noop');
});

test('pages in two forms are refused before anything is written', async () => {
  await one.cloud.control.clearJournal();
  const files = { 'index.html': page('Shop'), 'about.html': page('About'), 'blog/index.html': page('Blog') };
  const { outcome, failure } = await one.stage(files);
  expect(outcome).toBe('failed');
  expect(failure?.message).toContain('about.html and as blog/index.html');
  expect((await one.asked()).filter((call) => call.startsWith('Put'))).toEqual([]);
});
