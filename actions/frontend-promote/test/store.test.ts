import { SITE_FUNCTION as functionCode } from '@actions-aws/testing';
import { buildOf } from './support/builds.ts';
import { type World, world } from './support/world.ts';

/** Two sites whose pointers stand in stores. */
let one: World;
let live = '';
beforeAll(async () => {
  one = await world({ functionCode, scale: 200 });
  live = one.live?.manifest.id ?? '';
  await one.cloud.control.snapshot('made');
}, 60_000);
beforeEach(() => one.cloud.control.restore('made'));
afterAll(() => one.stop());

test('one write of a key moves APP, and no configuration or invalidation is waited for', async () => {
  const staged = await one.stage(buildOf('v2'));
  await one.cloud.control.clearJournal();
  const { outcome, done, observed } = await one.promote({ staged });
  expect(outcome).toBe('promoted');
  expect(done.map(({ step }) => step.do)).not.toContain('spread');
  expect(observed.app).toMatchObject({ kind: 'key-value-store', release: staged.release, mark: { from: live } });
  const writes = (await one.cloud.control.journal()).map(({ operation }) => operation);
  expect(writes.filter((name) => name === 'PutKey')).toHaveLength(1);
  expect(writes).not.toContain('UpdateDistribution');
  expect(writes).not.toContain('CreateInvalidation');
});

test('what fails its checks on APP is taken back by another write', async () => {
  const staged = await one.stage(buildOf('v2'));
  const { outcome, observed } = await one.promote({ staged, verify: 'GET /nothing.json' });
  expect(outcome).toBe('rolled-back');
  expect(observed.app).toMatchObject({ release: live, mark: { undid: staged.release } });
  expect(observed.isBackEverywhere).toBe('not yet');
});

test('a pointer that another moved meanwhile is left as it is', async () => {
  const staged = await one.stage(buildOf('v2'));
  const { outcome } = await one.promote({
    staged,
    exchange: (usual) => async (request, limits) => {
      if ((await one.pointer()).mark?.owner?.run !== '999') await one.point(live, { run: '999', nonce: '99999999' });
      return usual(request, limits);
    },
  });
  expect(outcome).toBe('superseded');
  expect(await one.pointer()).toMatchObject({ release: live, mark: { owner: { run: '999' } } });
});

test('an address at which TEST answers is no proof that APP has followed', async () => {
  const staged = await one.stage(buildOf('v2'));
  const { outcome, observed } = await one.promote({
    staged,
    // From the move on `app-url` leads to TEST, which serves the very release.
    exchange: (usual) => async (request, limits) => {
      const isMoved = (await one.pointer()).release === staged.release;
      const href = isMoved ? request.url.href.replace(one.app.url, one.test.url) : request.url.href;
      return usual({ ...request, url: new URL(href) }, limits);
    },
  });
  expect({ outcome, said: observed.failure?.message }).toEqual({
    outcome: 'rolled-back',
    said: expect.stringContaining(`the distribution ${one.test.id} answers there, and not ${one.app.id}`),
  });
  expect((await one.pointer()).release).toBe(live);
});

test('a first promotion shows APP its first release', async () => {
  const empty = await world({ functionCode, live: 'none', scale: 200 });
  try {
    const { status } = await empty.visit(`${empty.app.url}/index.html`);
    expect(status).toBe(503);
    const staged = await empty.stage(buildOf('v1'));
    const { outcome } = await empty.promote({ staged });
    expect(outcome).toBe('promoted');
    const page = await empty.visit(`${empty.app.url}/docs`);
    expect(page.status).toBe(200);
    const missing = await empty.visit(`${empty.app.url}/no-such-page`);
    expect(missing.status).toBe(404);
    expect(Buffer.from(missing.body).toString()).toContain('There is nothing here');
  } finally {
    await empty.stop();
  }
}, 60_000);

describe('licences beside scripts', () => {
  const script = 'assets/main-1a2b3c4d.js';
  const licence = `${script}.LICENSE.txt`;
  /** Each page names the licence, as an inline script's comment may. */
  const withLicence = (version: string, text: string) => {
    const page = `<script src="/${script}"></script><script>/*! see /${licence} */</script>`;
    return buildOf(version, { files: { [script]: 'main', [licence]: text, 'licences.html': page } });
  };
  const licenceAt = async (role: 'test' | 'app') => {
    const { status, body } = await one.visit(`${one[role].url}/${licence}`);
    return status === 200 ? Buffer.from(body).toString() : status;
  };

  test('are where visitors look for them once their release is promoted, and not before', async () => {
    const staged = await one.stage(withLicence('v2', 'MIT'));
    expect([await licenceAt('test'), await licenceAt('app')]).toEqual([403, 403]);
    const rejected = await one.promote({ staged, smoke: 'GET /nothing.json' });
    expect([rejected.outcome, await licenceAt('app')]).toEqual(['rejected', 403]);
    await one.cloud.clock.advance(60_000);
    const { outcome, done, notes } = await one.promote({ staged });
    expect([outcome, notes, done.at(-1)?.step.do]).toEqual(['promoted', [], 'share-beside']);
    await one.cloud.clock.advance(60_000);
    expect(await licenceAt('app')).toBe('MIT');
    // What a run that was killed left undone the next one does; where it is done, nothing is written.
    await one.cloud.control.clearJournal();
    expect((await one.promote({ staged })).outcome).toBe('noop');
    const writes = (await one.cloud.control.journal()).filter(({ operation }) => operation === 'CopyObject');
    expect(writes.map(({ effect }) => effect)).toEqual([false]);
  });

  test('stay as an earlier release has put them beside the very same script, and that is said', async () => {
    expect((await one.promote({ staged: await one.stage(withLicence('v2', 'MIT')) })).outcome).toBe('promoted');
    const next = await one.promote({ staged: await one.stage(withLicence('v3', 'MIT, and BSD')) });
    expect([next.outcome, next.notes]).toEqual(['promoted', [expect.stringContaining(licence)]]);
    expect(await licenceAt('app')).toBe('MIT');
  });

  test('that cannot be put there take nothing from users', async () => {
    const staged = await one.stage(withLicence('v2', 'MIT'));
    const error = { code: 'AccessDenied', status: 403 };
    await one.cloud.control.addFault({ operation: 'CopyObject', kind: 'error', error });
    const { outcome, notes } = await one.promote({ staged });
    expect([outcome, notes]).toEqual(['promoted', [expect.stringContaining('could not be put beside the scripts')]]);
  });
});
