import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSummary, outputSheet, recordingLog } from '@actions-aws/action';
import { keyOf, manifestKeyOf, RELEASE_FILE } from '@actions-aws/site';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { outputs } from '../src/inputs/inputs.ts';
import { report } from '../src/report/report.ts';
import type { Files } from './support/site.ts';
import { type World, world } from './support/world.ts';

let the: World;
beforeAll(async () => {
  the = await world();
  await the.cloud.control.snapshot('before');
});
beforeEach(async () => {
  await the.cloud.control.restore('before');
  await the.cloud.control.clearFaults();
  await the.cloud.control.clearJournal();
});
afterAll(() => the.stop());

const build = (version: string, more: Readonly<Record<string, string>> = {}) => ({
  'index.html': `<!doctype html><script type="module" src="/assets/index-${version}.js"></script>`,
  [`assets/index-${version}.js`]: `export const version = '${version}';`,
  'assets/logo-Dx4kXJAl.svg': '<svg/>',
  'robots.txt': '',
  ...more,
});
const ONE = 'AAAAAAA1';
const TWO = 'BBBBBBB2';
const THREE = 'CCCCCCC3';
const FOUR = 'DDDDDDD4';
const writes = (calls: readonly string[]) => calls.filter((call) => /^(Put|Copy|Update|Create)/.test(call));

test('a build goes up, its manifest last, and TEST serves it', async () => {
  const staged = await the.stage(build(ONE));
  expect(staged.failure).toBeUndefined();
  expect(staged.outcome).toBe('staged');
  const { id } = staged.build.manifest;
  expect(await the.keys('r/')).toEqual([
    manifestKeyOf(id),
    keyOf(id, RELEASE_FILE),
    keyOf(id, `assets/index-${ONE}.js`),
    keyOf(id, 'assets/logo-Dx4kXJAl.svg'),
    keyOf(id, 'index.html'),
    keyOf(id, 'robots.txt'),
  ]);
  expect(await the.manifest(id)).toEqual(staged.build.manifest);
  expect((await the.seen('test')).path).toBe(`/r/${id}`);
  expect((await the.seen('app')).path).toBe('/unreleased/app');
  expect(JSON.parse(await the.text(keyOf(id, RELEASE_FILE)))).toEqual({ release: id });
  const written = (await the.cloud.control.journal()).filter(
    ({ operation, resource }) => operation === 'PutObject' && resource.includes('/r/'),
  );
  expect(written.at(-1)?.resource).toContain(manifestKeyOf(id));
  expect(staged.told).toMatchObject({
    outcome: 'staged',
    'release-id': id,
    staged: expect.stringMatching(new RegExp(`^${id}@[0-9a-f]{8}$`)),
    'test-url': the.test.url,
    'previous-release': '',
  });
});

test('the comment keeps what a person wrote, and what is behind the pointer is invalidated', async () => {
  await the.stage(build(ONE));
  expect((await the.seen('test')).comment).toMatch(/^Shop, test ~s\./);
  expect(await the.asked()).toContain('CreateInvalidation 201');
});

test('objects have their types, and say how long they may be kept', async () => {
  const { build: done } = await the.stage(build(ONE));
  const head = (path: string) =>
    the.s3.send(new HeadObjectCommand({ Bucket: the.bucket, Key: keyOf(done.manifest.id, path) }));
  expect(await head('index.html')).toMatchObject({ ContentType: 'text/html; charset=utf-8', CacheControl: 'no-cache' });
  expect(await head(`assets/index-${ONE}.js`)).toMatchObject({
    ContentType: 'text/javascript; charset=utf-8',
    CacheControl: 'public,max-age=31536000,immutable',
  });
});

test('a build with the same bytes is noop, after at most three requests beyond the check', async () => {
  let staged = '';
  let number = 0;
  for (const version of [ONE, TWO, THREE, FOUR]) {
    number += 1;
    const { build: done, told } = await the.stage(build(version), { number });
    staged = String(told.staged);
    if (version !== FOUR) await the.promote(done.manifest.id);
  }
  await the.asked();
  // What the survey finds wrong keeps all else from being asked.
  await the.edit('app', (config) => ({ ...config, Enabled: false }));
  await the.stage(build(FOUR));
  const check = (await the.asked()).length;
  await the.edit('app', (config) => ({ ...config, Enabled: true }));
  // The next run of the workflow, one after others that staged nothing, the same run once more, and one without a number.
  for (const next of [5, 9, 5, undefined]) {
    const again = await the.stage(build(FOUR), next === undefined ? {} : { number: next });
    expect([again.outcome, again.done]).toEqual(['noop', []]);
    const calls = await the.asked();
    expect(writes(calls)).toEqual([]);
    expect(calls.length - check).toBeLessThanOrEqual(3);
    expect(again.told.staged).toBe(staged);
  }
});

test('only what earlier releases lack is sent', async () => {
  const first = await the.stage(build(ONE));
  const second = await the.stage(build(TWO));
  expect(second.observed.transfers).toEqual({ sent: 2, copied: 2, kept: 0 });
  expect(second.told['previous-release']).toBe(first.build.manifest.id);
  expect(second.told.report).toMatchObject({
    changes: {
      added: [`assets/index-${TWO}.js`],
      removed: [`assets/index-${ONE}.js`],
      changed: ['index.html'],
      same: 2,
    },
  });
});

test('open tabs: the hashed files of the last three live releases come along, and the manifest names them', async () => {
  const ids: string[] = [];
  for (const version of [ONE, TWO, THREE, FOUR]) {
    const { build: done } = await the.stage(build(version));
    ids.push(done.manifest.id);
    await the.promote(done.manifest.id);
  }
  const { build: done, observed } = await the.stage(build('EEEEEEE5'));
  const { carried } = await the.manifest(done.manifest.id);
  expect(carried.map(({ path, from }) => [path, from])).toEqual([
    [`assets/index-${FOUR}.js`, ids[3]],
    [`assets/index-${THREE}.js`, ids[2]],
    [`assets/index-${TWO}.js`, ids[1]],
  ]);
  for (const { path } of carried) expect(await the.text(keyOf(done.manifest.id, path))).toContain('export const');
  expect(observed.losses).toEqual([]);
});

test('a release that was staged before carries what has been live since', async () => {
  const one = (await the.stage(build(ONE))).build.manifest.id;
  const two = (await the.stage(build(TWO))).build.manifest.id;
  await the.promote(two);
  const again = await the.stage(build(ONE));
  expect(again.outcome).toBe('staged');
  expect(again.done.map(({ step }) => step.do)).toEqual(['carry', 'note', 'move', 'spread', 'await-served']);
  expect((await the.manifest(one)).carried.map(({ path }) => path)).toEqual([`assets/index-${TWO}.js`]);
});

test('where a hashed name stands for two contents the own file wins, and that is told', async () => {
  const first = await the.stage(build(ONE));
  await the.promote(first.build.manifest.id);
  const second = await the.stage(build(ONE, { [`assets/index-${ONE}.js`]: 'other' }));
  expect(second.told.report).toMatchObject({
    clashes: [{ path: `assets/index-${ONE}.js`, kept: second.build.manifest.id, lost: first.build.manifest.id }],
  });
  expect(await the.text(keyOf(second.build.manifest.id, `assets/index-${ONE}.js`))).toBe('other');
  expect(second.told.report).toMatchObject({ warnings: [expect.stringContaining('not always a hash of the content')] });
});

test('what an earlier run has left is compared, and not sent again', async () => {
  const { build: done } = await the.stage(build(ONE), { dryRun: true });
  const { id } = done.manifest;
  const file = done.manifest.files.find(({ path }) => path === 'index.html');
  const put = { Bucket: the.bucket, Key: keyOf(id, 'index.html'), ChecksumAlgorithm: 'SHA256' } as const;
  await the.s3.send(new PutObjectCommand({ ...put, Body: build(ONE)['index.html'] }));
  expect((await the.stage(build(ONE))).observed.transfers).toEqual({ sent: 3, copied: 0, kept: 1 });
  expect(file?.hashed).toBe(false);
});

test('other bytes under a name fail the run, which names both releases and the remedy', async () => {
  const { build: done } = await the.stage(build(ONE), { dryRun: true });
  const { id } = done.manifest;
  const key = keyOf(id, `assets/index-${ONE}.js`);
  const put = { Bucket: the.bucket, Key: key, Body: 'other', Metadata: { release: 'fedcba9876543210' } };
  await the.s3.send(new PutObjectCommand(put));
  const staged = await the.stage(build(ONE));
  expect(staged.outcome).toBe('failed');
  expect(staged.failure).toMatchObject({
    message: expect.stringMatching(`release fedcba9876543210 wrote other bytes there: the release ${id} needs`),
    hint: expect.stringContaining(`\`!assets/index-${ONE}.js\``),
  });
  expect(await the.keys(manifestKeyOf(id))).toEqual([]);
  expect((await the.seen('test')).path).toBe('/unreleased/test');
});

test.each([
  ['another length', Buffer.alloc(5_000_001, 'x')],
  ['other bytes of the same length', Buffer.alloc(5_000_000, 'y')],
])('a large file that changes to %s while the build goes up is refused', async (_what, now) => {
  const large = { 'film.mp4': Buffer.alloc(5_000_000, 'x').toString() };
  const staged = await the.stage(build(ONE, large), {
    before: (directory) => writeFile(join(directory, 'film.mp4'), now),
  });
  expect(staged.outcome).toBe('failed');
  expect(staged.failure?.message).toContain('film.mp4 changed while it was read');
  expect((await the.seen('test')).path).toBe('/unreleased/test');
});

test('a large file goes up as it is', async () => {
  const large = { 'film.mp4': Buffer.alloc(5_000_000, 'x').toString() };
  const { outcome, build: done } = await the.stage(build(ONE, large));
  expect(outcome).toBe('staged');
  expect(await the.text(keyOf(done.manifest.id, 'film.mp4'))).toBe(large['film.mp4']);
});

test('an older run is superseded, and TEST stays where the newer one took it', async () => {
  const newer = await the.stage(build(TWO), { number: 8 });
  const older = await the.stage(build(ONE), { number: 7 });
  expect(older.outcome).toBe('superseded');
  expect(older.failure).toMatchObject({
    code: 'older-run',
    message: expect.stringMatching(`^Run 7 .* which staged what TEST \\(${the.test.id}\\) serves\\.$`),
  });
  expect((await the.seen('test')).path).toBe(`/r/${newer.build.manifest.id}`);
  expect((await the.stage(build(ONE), { number: 7, allowOlder: true })).outcome).toBe('staged');
});

test('a newer run that finds its build at TEST writes nothing; if a run between the two then takes TEST on, it is staged again', async () => {
  const first = await the.stage(build(ONE), { number: 5 });
  const newer = await the.stage(build(ONE), { number: 8 });
  expect([newer.outcome, newer.told.staged]).toEqual(['noop', first.told.staged]);
  const between = await the.stage(build(TWO), { number: 6 });
  expect(between.outcome).toBe('staged');
  // The promotion of the newer run is refused now, since TEST serves another release than its `staged`; its job is run again.
  const again = await the.stage(build(ONE), { number: 8, attempt: 2 });
  expect(again.outcome).toBe('staged');
  expect((await the.stage(build(TWO), { number: 6 })).outcome).toBe('superseded');
});

test.each([
  [6, 'superseded'],
  [9, 'staged'],
])('run %s goes by run 8, which moves TEST right before it does', async (number, outcome) => {
  await the.stage(build(ONE), { number: 5 });
  let isMoved = false;
  const other = await the.stage(build(TWO), {
    number,
    async beforeMove() {
      if (!isMoved) await the.stage(build(THREE), { number: 8 });
      isMoved = true;
    },
  });
  expect([isMoved, other.outcome]).toEqual([true, outcome]);
});

test('another attempt of the same run goes on, and says that it has staged', async () => {
  const first = await the.stage(build(ONE), { run: '77' });
  const second = await the.stage(build(ONE), { run: '77', attempt: 2 });
  expect(second.outcome).toBe('staged');
  expect(second.told.staged).toBe(first.told.staged);
  expect(second.done.map(({ step }) => step.do)).toEqual(['spread', 'await-served']);
});

test('a pointer that a person moved to the release gets an owner', async () => {
  const { build: done } = await the.stage(build(ONE));
  await the.edit('test', (config) => ({ ...config, Comment: 'Shop, test' }));
  const again = await the.stage(build(ONE));
  expect(again.outcome).toBe('staged');
  expect(String(again.told.staged)).toMatch(new RegExp(`^${done.manifest.id}@`));
  expect((await the.seen('test')).comment).toContain('~s.');
});

test('a comment that has no room is refused, with how many characters to free, before anything is written', async () => {
  const long = 'x'.repeat(80);
  await the.edit('app', (config) => ({ ...config, Comment: long }));
  const staged = await the.stage(build(ONE));
  expect(staged.outcome).toBe('failed');
  expect(staged.failure).toMatchObject({ code: 'unsafe' });
  expect(JSON.stringify(staged.told.report)).toContain('too long for what is written');
  expect(writes(await the.asked())).toEqual([]);
  const [, id, toFree] = /that of APP \((\w+)\) by (\d+) characters, in the/.exec(staged.failure?.hint ?? '') ?? [];
  expect(id).toBe(the.app.id);

  // One less is one too few, and so many are enough for all that is written: the text stays whole.
  const text = long.slice(Number(toFree));
  await the.edit('app', (config) => ({ ...config, Comment: `${text}x` }));
  expect((await the.stage(build(ONE))).failure?.hint).toContain(`(${id}) by 1 character, in the`);
  for (const role of ['test', 'app'] as const) await the.edit(role, (config) => ({ ...config, Comment: text }));
  const fits = await the.stage(build(ONE));
  expect(fits.outcome).toBe('staged');
  await the.promote(fits.build.manifest.id);
  for (const role of ['test', 'app'] as const) {
    const { comment } = await the.seen(role);
    expect(comment.startsWith(`${text} ~`)).toBe(true);
    expect(comment.length).toBeLessThanOrEqual(128);
  }
});

test('where only build ids did change something, the summary names the knob of the builder', async () => {
  const next = (id: string, more = '') => ({
    'index.html': `<!doctype html><script src="/_next/static/${id}/_buildManifest.js"></script>${more}`,
    [`_next/static/${id}/_buildManifest.js`]: 'self.__BUILD_MANIFEST={}',
    '_next/static/chunks/main-0a1b2c3d4e5f6071.js': 'self.x=1',
  });
  const summaryOf = async (files: Files) => {
    const staged = await the.stage(files);
    expect(staged.outcome).toBe('staged');
    const summary = createSummary();
    const run = { outputs: outputSheet(outputs), summary, log: recordingLog(), fail() {} };
    report(staged, staged.build, run);
    return summary.toString();
  };
  const knob = 'as where a build gives itself a new id. For Next that is `generateBuildId` in next.config.js';
  expect(await summaryOf(next('Ab3dE5gH7jK9mN1pQ3rS5'))).not.toContain(knob);
  expect(await summaryOf(next('Zy2xW4vU6tS8rQ0pO2nM4'))).toContain(knob);
  // A page of another length is another page.
  expect(await summaryOf(next('Cd5fG7hJ9kL1mN3pQ5rS7', '<p>News</p>'))).not.toContain(knob);
});

test('a dry run writes nothing, and says what it would do', async () => {
  const dry = await the.stage(build(ONE), { dryRun: true });
  expect(dry.outcome).toBe('planned');
  expect(dry.planned.map(({ do: what }) => what)).toEqual([
    'upload',
    'commit',
    'note',
    'move',
    'spread',
    'await-served',
  ]);
  expect(writes(await the.asked())).toEqual([]);
  expect(dry.told).toMatchObject({ 'release-id': dry.build.manifest.id, staged: undefined });
});

test('sites that are not as they have to be keep everything from being written', async () => {
  await the.edit('app', (config) => ({ ...config, Enabled: false }));
  const staged = await the.stage(build(ONE));
  expect(staged.outcome).toBe('failed');
  expect(JSON.stringify(staged.told.report)).toContain('"unsafe"');
  expect(writes(await the.asked())).toEqual([]);
});

test('a colleague who edits another setting meanwhile is no rival', async () => {
  await the.cloud.control.addFault({
    operation: 'UpdateDistribution',
    kind: 'error',
    error: { code: 'PreconditionFailed', status: 412 },
    times: 1,
  });
  expect((await the.stage(build(ONE))).outcome).toBe('staged');
});

test('what cannot be written ends the run, and the next one goes on from there', async () => {
  await the.cloud.control.addFault({ operation: 'CreateInvalidation', kind: 'unavailable', forMs: 86_400_000 });
  // The clock runs five hundred times faster: on a busy machine a minute is too short for the upload itself.
  const first = await the.stage(build(ONE), { run: '77', timeout: 1_800_000 });
  expect(first.outcome).toBe('failed');
  await the.cloud.control.clearFaults();
  const second = await the.stage(build(ONE), { run: '77', attempt: 2 });
  expect(second.outcome).toBe('staged');
});
