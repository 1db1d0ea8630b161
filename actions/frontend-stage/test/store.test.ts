import { SITE_FUNCTION as functionCode } from '@actions-aws/testing';
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { type World, world } from './support/world.ts';

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

test('a newer run that finds its build at TEST asks no more than the same run would, and writes nothing', async () => {
  const files = { 'index.html': page('Shop') };
  const first = await one.stage(files, { number: 5 });
  await one.cloud.clock.advance(2_000);
  await one.asked();
  const counts: number[] = [];
  for (const number of [5, 6, 9]) {
    const again = await one.stage(files, { number });
    expect([again.outcome, again.done, again.told.staged]).toEqual(['noop', [], first.told.staged]);
    const calls = await one.asked();
    expect(calls.filter((call) => call.startsWith('Put'))).toEqual([]);
    counts.push(calls.length);
  }
  expect(new Set(counts).size).toBe(1);
});

test('pages in two forms are refused before anything is written', async () => {
  await one.cloud.control.clearJournal();
  const files = { 'index.html': page('Shop'), 'about.html': page('About'), 'blog/index.html': page('Blog') };
  const { outcome, failure } = await one.stage(files);
  expect(outcome).toBe('failed');
  expect(failure?.message).toContain('about.html and as blog/index.html');
  expect((await one.asked()).filter((call) => call.startsWith('Put'))).toEqual([]);
});

const [ONE, TWO] = ['Dx4kXJAl', 'Ax4kXJAl'];
/** A build whose script has its own name, and whose style has the same one in each. */
const site = (hash: string, more: Readonly<Record<string, string>> = {}) => ({
  'index.html': page(hash),
  [`assets/index-${hash}.js`]: `export const hash = '${hash}';`,
  'assets/style-Bx4kXJAl.css': 'body {}',
  ...more,
});
const writesOf = (calls: readonly string[]) => calls.filter((call) => /^(?:Put|Copy)Object/.test(call)).length;

test('hashed files are put once, where all releases share them, and the manifest says so', async () => {
  const first = await one.stage(site(ONE));
  expect(first.outcome).toBe('staged');
  const { id } = first.desired.build;
  expect(await one.keys('assets/')).toEqual(['assets/assets/index-Dx4kXJAl.js', 'assets/assets/style-Bx4kXJAl.css']);
  expect(await one.keys(`r/${id}/`)).toEqual([`r/${id}/.well-known/release`, `r/${id}/index.html`]);
  expect(await one.manifest(id)).toMatchObject({ shared: ['assets/*'], carried: [] });
  await one.promote(id);
  await one.cloud.clock.advance(2_000);
  await one.asked();
  const second = await one.stage(site(TWO));
  expect(second.outcome).toBe('staged');
  expect(second.observed.transfers).toEqual({ sent: 2, copied: 0, kept: 1 });
  expect(second.done.map(({ step }) => step.do)).not.toContain('carry');
  // The page, the script, the file of its id, the manifest, and the history.
  expect(writesOf(await one.asked())).toBe(5);
  // A tab of the first release goes on, by the behaviour of its own; and by the function, where there is none.
  for (const path of [`/assets/index-${ONE}.js`, `/assets/index-${TWO}.js`]) {
    expect((await one.visit(`${one.test.url}${path}`)).status).toBe(200);
  }
  await one.edit('test', (config) => ({ ...config, CacheBehaviors: { Quantity: 0 } }));
  for (const path of [`/assets/index-${ONE}.js`, `/assets/style-Bx4kXJAl.css`, '/']) {
    expect((await one.visit(`${one.test.url}${path}`)).status).toBe(200);
  }
}, 30_000);

test('other bytes under a hashed name that is shared fail the run, which names both releases', async () => {
  const first = await one.stage(site(ONE));
  await one.asked();
  const second = await one.stage({ ...site(ONE), [`assets/index-${ONE}.js`]: 'other bytes' });
  expect(second.outcome).toBe('failed');
  expect(second.failure?.message).toContain(`s3://${one.bucket}/assets/assets/index-${ONE}.js`);
  expect(second.failure?.message).toContain(`release ${first.desired.build.id} wrote other bytes there`);
  expect(second.failure?.message).toContain(`the release ${second.desired.build.id} needs another file`);
  expect(second.failure?.hint).toContain(`!assets/index-${ONE}.js`);
  expect(await one.text(`assets/assets/index-${ONE}.js`)).toContain('export const');
  expect((await one.asked()).filter((call) => /PutKey|UpdateDistribution/.test(call))).toEqual([]);
});

test('files of a builder that writes elsewhere are shared as well, and what is not hashed stays with its release', async () => {
  const files = {
    'index.html': page('Next'),
    '_next/static/chunks/main-1a2b3c.js': 'main',
    '_next/static/BUILD/_buildManifest.js': 'manifest',
  };
  const { outcome, desired } = await one.stage(files);
  expect(outcome).toBe('staged');
  expect(await one.keys('assets/')).toEqual(['assets/_next/static/chunks/main-1a2b3c.js']);
  for (const path of Object.keys(files)) expect((await one.visit(`${one.test.url}/${path}`)).status).toBe(200);
  expect(await one.keys(`r/${desired.build.id}/_next/`)).toHaveLength(1);
});

test('a file that no visitor would reach is told before anything is written', async () => {
  await one.asked();
  const { outcome, failure } = await one.stage(site(ONE, { 'assets/logo.png': 'a picture' }));
  expect(outcome).toBe('failed');
  expect(failure?.message).toContain('assets/logo.png');
  expect(failure?.message).toContain('the behaviour `assets/*` looks for alone');
  expect((await one.asked()).filter((call) => call.startsWith('Put'))).toEqual([]);
});

/** A site of Docusaurus, which puts licences beside its scripts, by the scripts' names. */
const docs = (text: string, licence: string) => ({
  'index.html': page(text),
  'assets/css/styles.0a1b2c3d.css': 'body {}',
  'assets/js/main.1a2b3c4d.js': '/*! For license information please see main.1a2b3c4d.js.LICENSE.txt */',
  'assets/js/main.1a2b3c4d.js.LICENSE.txt': licence,
  'assets/js/runtime~main.2b3c4d5e.js': 'runtime',
});
const LICENCE = 'assets/js/main.1a2b3c4d.js.LICENSE.txt';
const licenceAt = async (role: 'test' | 'app') => {
  const { status, body } = await one.visit(`${one[role].url}/${LICENCE}`);
  return [status, Buffer.from(body).toString()];
};

test('a site of Docusaurus is staged as it is, and its licences are not where APP would show them before a promotion', async () => {
  const first = await one.stage(docs('One', 'MIT'));
  expect([first.outcome, first.failure]).toEqual(['staged', undefined]);
  const { id } = first.desired.build;
  expect(await one.manifest(id)).toMatchObject({ shared: ['assets/js/*.js', 'assets/css/*'] });
  expect(await one.text(`r/${id}/${LICENCE}`)).toBe('MIT');
  expect(first.told.report).toMatchObject({ warnings: [] });
  // The behaviour `assets/*` goes past the function, and frontend-promote puts there what it looks for.
  for (const role of ['test', 'app'] as const) expect((await licenceAt(role))[0]).toBe(403);
  await one.edit('test', (config) => ({ ...config, CacheBehaviors: { Quantity: 0 } }));
  expect(await licenceAt('test')).toEqual([200, 'MIT']);
});

test('without that behaviour the function finds it, beside what is shared', async () => {
  for (const role of ['test', 'app'] as const)
    await one.edit(role, (config) => ({ ...config, CacheBehaviors: { Quantity: 0 } }));
  const { outcome, before } = await one.stage(site(ONE, { 'assets/logo.png': 'a picture' }));
  expect(outcome).toBe('staged');
  expect(before.verdicts.map(({ verdict }) => verdict)).toContain('no-assets-behaviour');
  for (const path of ['assets/logo.png', `assets/index-${ONE}.js`])
    expect((await one.visit(`${one.test.url}/${path}`)).status).toBe(200);
});

test('what was taken away of what a release shares is put back', async () => {
  const first = await one.stage(site(ONE));
  await one.promote(first.desired.build.id);
  await one.stage(site(TWO));
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: 'assets/assets/style-Bx4kXJAl.css' }));
  await one.cloud.clock.advance(2_000);
  const again = await one.stage(site(ONE));
  expect(again.outcome).toBe('staged');
  expect(again.observed.transfers).toMatchObject({ sent: 1 });
  expect(await one.keys('assets/')).toHaveLength(3);
});

test('a release of before the store goes on for its open tabs', async () => {
  const apart = await one.stage(site(ONE), { pointer: 'origin-path' });
  // The sites are on a store, and were not when this was staged.
  expect(apart.desired.build.shared).toBeUndefined();
  await one.edit('test', (config) => withPath(config, ''));
  await one.promote(apart.desired.build.id);
  await one.cloud.clock.advance(2_000);
  const next = await one.stage(site(TWO));
  expect(next.outcome).toBe('staged');
  expect(next.observed.carried).toMatchObject([{ path: `assets/index-${ONE}.js`, from: apart.desired.build.id }]);
  expect((await one.visit(`${one.test.url}/assets/index-${ONE}.js`)).status).toBe(200);
});

function withPath(config: DistributionConfig, OriginPath: string): DistributionConfig {
  const [site, ...others] = config.Origins?.Items ?? [];
  return { ...config, Origins: { Quantity: others.length + 1, Items: [{ ...site!, OriginPath }, ...others] } };
}
