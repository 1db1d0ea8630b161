import type { Exchange } from '@actions-aws/action/http';
import { claiming, keyOf, readComment, sharing } from '@actions-aws/site';
import { GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { DeleteObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { type Build, buildOf } from './support/builds.ts';
import { type World, world } from './support/world.ts';

let one: World;
let live: string;
beforeAll(async () => {
  one = await world();
  live = one.live?.manifest.id ?? '';
  await one.cloud.control.snapshot('live');
});
beforeEach(async () => {
  await one.cloud.control.restore('live');
  await one.cloud.control.clearFaults();
  await one.cloud.control.clearJournal();
  one.reached.splice(0);
});
afterAll(() => one.stop());

const next = buildOf('v2');
const { id } = next.manifest;

/** What the promotion wrote, in order. */
async function writes(): Promise<readonly string[]> {
  const journal = await one.cloud.control.journal();
  return journal
    .filter(
      ({ accessKeyId, operation }) =>
        accessKeyId === 'AKIAPROMOTE' && /^(Put|Copy|Update|Create|Delete)/.test(operation),
    )
    .map(({ operation }) => operation);
}

/** Sites that answer otherwise for some addresses: `undefined` answers as usual. */
function answering(
  other: (url: URL) => { readonly status: number; readonly type?: string; readonly body?: string } | undefined,
) {
  return (usual: Exchange): Exchange =>
    async (request, limits) => {
      const answer = other(request.url);
      if (!answer) return usual(request, limits);
      const headers = { 'content-type': answer.type ?? 'text/html', via: '1.1 edge (CloudFront)' };
      return { status: answer.status, headers, body: Buffer.from(answer.body ?? '') };
    };
}

async function exists(key: string): Promise<boolean> {
  return one.s3.send(new HeadObjectCommand({ Bucket: one.bucket, Key: key })).then(
    () => true,
    () => false,
  );
}

test('a release that stands its proof is what users get', async () => {
  const staged = await one.stage(next);
  await one.cloud.control.clearJournal();
  const { outcome, checks, done } = await one.promote({ staged });
  expect(outcome).toBe('promoted');
  expect(done.map(({ step }) => step.do)).toEqual([
    'look-at-objects',
    'prove',
    'carry',
    'carry',
    'note',
    'move',
    'spread',
    'await-served',
    'verify',
  ]);
  const { release, mark, deployed } = await one.pointer();
  expect({ release, deployed }).toEqual({ release: id, deployed: true });
  expect(mark).toMatchObject({ by: 'frontend-promote', from: live, proof: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(checks.map(({ name, wrong }) => [name, wrong])).toEqual([
    ['GET /', []],
    ['pages (4)', []],
    // The entry, the style, the manifest, the logo, and the chunk that only an inline script names.
    ['files that they name (5)', []],
    ['GET /', []],
  ]);
  const all = await writes();
  expect(all.filter((operation) => !/^(Copy|PutObject)/.test(operation))).toEqual([
    'UpdateDistribution',
    'CreateInvalidation',
  ]);
  expect(all.filter((operation) => operation === 'CopyObject')).toHaveLength(8);
  expect(one.reached).toEqual(['moving', 'verified']);
});

test('the text of a person stays in the comment, and the move is in the history', async () => {
  const staged = await one.stage(next);
  await one.promote({ staged });
  const { Distribution } = await one.cloudfront.send(new GetDistributionCommand({ Id: one.app.id }));
  expect(readComment(Distribution?.DistributionConfig?.Comment ?? '', id)).toMatchObject({
    text: 'Shop, app',
    mark: { to: id },
  });
  const { Contents = [] } = await one.s3.send(
    new ListObjectsV2Command({ Bucket: one.bucket, Prefix: `history/${one.app.id}/` }),
  );
  expect(Contents.map(({ Key = '' }) => Key.split('-').slice(1, 3))).toEqual([[live, id]]);
});

test('open tabs find their files after the promotion, and after a rollback', async () => {
  const staged = await one.stage(next);
  await one.promote({ staged });
  expect(await exists(keyOf(id, 'assets/chunk-v1.js'))).toBe(true);
  expect(await exists(keyOf(live, 'assets/chunk-v2.js'))).toBe(true);
  expect((await one.releases.read(id))?.carried.map(({ path, from }) => [path, from])).toContainEqual([
    'assets/lazy-v1.js',
    live,
  ]);
});

test('each of the last three that were live has the files of a release before it takes over', async () => {
  const builds = [next, ...['v3', 'v4', 'v5'].map((version) => buildOf(version))];
  for (const build of builds) {
    await one.cloud.control.clearJournal();
    const { outcome } = await one.promote({ staged: await one.stage(build) });
    expect(outcome).toBe('promoted');
  }
  const ids = [live, ...builds.map(({ manifest }) => manifest.id)];
  const manifests = await Promise.all(ids.map((release) => one.releases.read(release)));
  const versions = manifests.map((manifest) =>
    manifest?.carried.flatMap(({ path }) => /lazy-(v\d)/.exec(path)?.[1] ?? []).sort(),
  );
  expect(versions).toEqual([
    ['v2', 'v3', 'v4'],
    ['v1', 'v3', 'v4', 'v5'],
    ['v1', 'v2', 'v4', 'v5'],
    ['v1', 'v2', 'v3', 'v5'],
    ['v2', 'v3', 'v4'],
  ]);
  for (const release of ids.slice(1, 4)) expect(await exists(keyOf(release, 'assets/lazy-v5.js'))).toBe(true);
  const copied = (await writes()).filter((operation) => /^(Copy|Update)/.test(operation));
  // Of each what it lacks and no more, and all of it before the one write.
  expect(copied).toEqual([...Array(6 * 4).fill('CopyObject'), 'UpdateDistribution']);
});

test('open tabs of a release that was taken back find their files in the next one, too', async () => {
  const staged = await one.stage(next);
  await one.promote({ staged, verify: 'GET /nothing-here.txt' });
  expect((await one.pointer()).release).toBe(live);
  const third = buildOf('v3');
  const { outcome } = await one.promote({ staged: await one.stage(third) });
  expect(outcome).toBe('promoted');
  const carried = (await one.releases.read(third.manifest.id))?.carried.map(({ path, from }) => [path, from]) ?? [];
  expect(carried).toContainEqual(['assets/chunk-v1.js', live]);
  expect(carried).toContainEqual(['assets/chunk-v2.js', id]);
  expect(await exists(keyOf(third.manifest.id, 'assets/chunk-v2.js'))).toBe(true);
});

test('a dry run writes nothing', async () => {
  const staged = await one.stage(next);
  await one.cloud.control.clearJournal();
  const { outcome, planned } = await one.promote({ staged, dryRun: true });
  expect([outcome, planned.length]).toEqual(['planned', 9]);
  expect(await writes()).toEqual([]);
  expect((await one.pointer()).release).toBe(live);
});

test('what is live already is looked at, and nothing is written', async () => {
  const staged = await one.stage(next);
  await one.point(id);
  await one.cloud.control.clearJournal();
  const { outcome } = await one.promote({ staged });
  expect(outcome).toBe('noop');
  // The run that promoted it was cut short before it had emptied the caches; after that nothing is left.
  expect(await writes()).toEqual(['CreateInvalidation']);
  await one.cloud.control.clearJournal();
  const again = await one.promote({ staged });
  expect([again.outcome, again.done.map(({ step }) => step.do)]).toEqual(['noop', ['await-served', 'verify']]);
  expect(await writes()).toEqual([]);
});

const workflow = '3f9a1c22d0e4';
const runOf = (number: number) => ({
  owner: { run: `${1000 + number}`, attempt: 1, nonce: `${number}`.padStart(8, '0') },
  order: { workflow, number },
});

test('a newer run that finds its release live keeps out a run between the two', async () => {
  await one.stage(next);
  await one.point(id, { run: '1005', nonce: '00000005' }, 5);
  const staged = await one.stage(next, '707');
  const newer = await one.promote({ staged, deployer: runOf(7) });
  expect([newer.outcome, newer.done.map(({ step }) => step.do)]).toEqual([
    'noop',
    ['spread', 'await-served', 'verify', 'claim'],
  ]);
  // All else of it is as it was: a rollback knows where to go, and the run that promoted it may still take it back.
  const { mark } = await one.pointer();
  expect(mark).toMatchObject({ from: live, owner: { nonce: '00000005' }, order: { workflow, number: 7 } });
  const other = await one.stage(buildOf('v3'), '706');
  const between = await one.promote({ staged: other, deployer: runOf(6) });
  expect([between.outcome, between.refusal?.code]).toEqual(['superseded', 'older-run']);
  expect((await one.pointer()).release).toBe(id);
  const same = await one.stage(next, '708');
  await one.cloud.control.clearJournal();
  for (const deployer of [runOf(6), runOf(7), { ...runOf(9), order: { workflow: 'ffffffffffff', number: 9 } }])
    expect((await one.promote({ staged: same, deployer })).outcome).toBe('noop');
  expect(await writes()).not.toContain('UpdateDistribution');
});

test('a note of a newer run that comes between is no other deployment, one of a newer run than this is', async () => {
  for (const [number, outcome] of [
    [6, 'promoted'],
    [8, 'superseded'],
  ] as const) {
    await one.cloud.control.restore('live');
    await one.point(live, { run: '1005', nonce: '00000005' }, 5);
    const staged = await one.stage(next, '707');
    const current = await one.pointer();
    const noted = claiming(current, { workflow, number });
    let isNoted = false;
    const result = await one.promote({
      staged,
      deployer: runOf(7),
      exchange: (usual) => async (request, limits) => {
        if (!isNoted && noted) await one.swap(current, noted);
        isNoted = true;
        return usual(request, limits);
      },
    });
    expect([number, result.outcome]).toEqual([number, outcome]);
  }
});

test('what a run that was cut short left in the caches of edges goes with the next one', async () => {
  const staged = await one.stage(next);
  for (let host = 0; host < 8; host += 1) await one.visit(`${one.app.url}/robots.txt`, { host });
  const pages = async () =>
    Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map(async (host) => {
        const { body } = await one.visit(`${one.app.url}/logo.svg`, { host });
        return Buffer.from(body).toString();
      }),
    );
  await one.s3.send(
    new PutObjectCommand({
      Bucket: one.bucket,
      Key: keyOf(live, 'logo.svg'),
      Body: '<svg>old</svg>',
      CacheControl: 'max-age=86400',
    }),
  );
  expect(new Set(await pages())).toEqual(new Set(['<svg>old</svg>']));
  // It moved, and was killed before it invalidated anything.
  await one.point(id, { run: '650' });
  // Of most: a host may drop what it keeps at any time.
  expect(await pages()).toContain('<svg>old</svg>');
  const { outcome } = await one.promote({ staged });
  expect(outcome).toBe('noop');
  await one.cloud.clock.advance(30_000);
  expect(new Set(await pages())).toEqual(new Set([next.contents.get('logo.svg')]));
});

test('a second attempt goes on from where the first was cut off', async () => {
  const staged = await one.stage(next);
  await one.point(id, { run: '850', nonce: '11111111' });
  const deployer = { owner: { run: '850', attempt: 2, nonce: '22222222' } };
  const { outcome, done } = await one.promote({ staged, deployer });
  expect(outcome).toBe('promoted');
  expect(done.map(({ step }) => step.do)).toEqual(['spread', 'await-served', 'verify']);
});

test('the first promotion has nothing to carry, and nothing to go back to', async () => {
  const fresh = await world({ live: 'none' });
  try {
    const staged = await fresh.stage(next);
    const isLive = answering(({ origin }) => (origin === fresh.app.url ? { status: 503 } : undefined));
    const failed = await fresh.promote({
      staged,
      exchange: (usual) => async (request, limits) => {
        // Before the move APP has no release at all.
        const { release } = await fresh.pointer();
        return (release ? isLive(usual) : usual)(request, limits);
      },
    });
    expect(failed.outcome).toBe('rollback-failed');
    expect(failed.observed.failure?.code).toBe('not-served');
    const again = await fresh.promote({ staged });
    // Edges had it already as the first run found that they did not answer.
    expect([again.outcome, again.done.map(({ step }) => step.do)]).toEqual(['noop', ['await-served', 'verify']]);
  } finally {
    await fresh.stop();
  }
});

/** Promotes a build that TEST serves as it is, and says why it did not get to users. */
async function rejected(build: Build, exchange?: (usual: Exchange) => Exchange, smoke?: unknown) {
  const staged = await one.stage(build);
  await one.cloud.control.clearJournal();
  const { outcome, observed } = await one.promote({
    staged,
    ...(exchange && { exchange }),
    ...(smoke !== undefined && { smoke }),
  });
  expect((await one.pointer()).release).toBe(live);
  expect(await writes()).toEqual([]);
  return { outcome, code: observed.failure?.code, message: observed.failure?.message ?? '' };
}

const lost = (files: Record<string, string | undefined>) => buildOf('v2', { files });

test.each<[string, Build, string]>([
  [
    'a chunk that a tag names',
    lost({ 'assets/app-v2.js': undefined }),
    '/assets/app-v2.js, which /index.html names and the release has not: the status code is 403',
  ],
  [
    'a picture',
    lost({ 'logo.svg': undefined }),
    '/logo.svg, which /index.html names and the release has not: the status code is 403',
  ],
])('a page without %s is stopped by smoke', async (_, build, message) => {
  const ended = await rejected(build);
  expect(ended).toMatchObject({ outcome: 'rejected', code: 'check-failed' });
  expect(ended.message).toContain(message);
});

test('an error page that is sent as 200 is no file', async () => {
  const spa = answering(({ pathname }) =>
    pathname === '/assets/app-v2.js' ? { status: 200, type: 'text/html; charset=utf-8', body: '<html>' } : undefined,
  );
  expect((await rejected(lost({ 'assets/app-v2.js': undefined }), spa)).message).toContain('a page came instead');
  const whole = await rejected(next, spa);
  expect(whole.message).toContain(
    '/assets/app-v2.js: the type is text/html;charset=utf-8, not text/javascript;charset=utf-8',
  );
});

test.each<[string, Parameters<typeof answering>[0], string]>([
  [
    'other bytes',
    ({ pathname }) =>
      pathname === '/assets/lazy-v2.js'
        ? { status: 200, type: 'text/javascript; charset=utf-8', body: 'x' }
        : undefined,
    '/assets/lazy-v2.js: other bytes came',
  ],
  [
    'another page',
    ({ pathname, origin }) =>
      pathname === '/about.html' && origin === one.test.url
        ? { status: 200, type: 'text/html; charset=utf-8', body: '<html>' }
        : undefined,
    '/about.html: other bytes came',
  ],
  [
    'no answer of a check',
    ({ pathname }) => (pathname === '/' ? { status: 500 } : undefined),
    'GET /: the status code is 500',
  ],
])('%s: it is rejected', async (_, other, message) => {
  const ended = await rejected(next, answering(other));
  expect(ended).toMatchObject({ outcome: 'rejected', code: 'check-failed' });
  expect(ended.message).toContain(message);
});

test('a function of the site may send who asks for a page to a shorter address', async () => {
  const staged = await one.stage(next);
  const pretty =
    (usual: Exchange): Exchange =>
    (request, limits) => {
      const { pathname } = request.url;
      if (/(index)?\.html$/.test(pathname))
        return Promise.resolve({ status: 301, headers: { via: '(CloudFront)' }, body: Buffer.from('') });
      const file =
        pathname === '/'
          ? '/index.html'
          : pathname.endsWith('/')
            ? `${pathname}index.html`
            : /\.|\/$/.test(pathname)
              ? pathname
              : `${pathname}.html`;
      return usual({ ...request, url: new URL(file, request.url) }, limits);
    };
  expect((await one.promote({ staged, exchange: pretty })).outcome).toBe('promoted');
});

test('objects that are not there any more: the release is not whole', async () => {
  const staged = await one.stage(next);
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: keyOf(id, 'assets/chunk-v2.js') }));
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: keyOf(id, 'empty.txt') }));
  await one.cloud.control.clearJournal();
  const { outcome, observed } = await one.promote({ staged });
  expect(outcome).toBe('failed');
  expect(observed.failure).toMatchObject({
    code: 'not-whole-release',
    message: expect.stringContaining('assets/chunk-v2.js, and 1 more'),
  });
  expect(await writes()).toEqual([]);
});

test('a release that shares its files is refused where the pointer is an origin path', async () => {
  const staged = await one.stage({ ...next, manifest: sharing(next.manifest) });
  await one.cloud.control.clearJournal();
  const { outcome, refusal } = await one.promote({ staged });
  expect(outcome).toBe('failed');
  expect(refusal).toMatchObject({ code: 'not-whole-release', message: expect.stringContaining('shares hashed files') });
  expect(await writes()).toEqual([]);
});

test('TEST that another run stages while it is proved: the release is superseded', async () => {
  const staged = await one.stage(next);
  const other = buildOf('v3');
  let isStaged = false;
  const meanwhile =
    (usual: Exchange): Exchange =>
    async (request, limits) => {
      const answer = await usual(request, limits);
      if (request.url.pathname === '/assets/lazy-v2.js' && !isStaged) {
        isStaged = true;
        await one.stage(other, '701');
      }
      return answer;
    };
  const { outcome, observed } = await one.promote({ staged, exchange: meanwhile });
  expect(outcome).toBe('superseded');
  expect(observed.failure).toMatchObject({
    code: 'code-changed',
    message: expect.stringContaining('by run 701 (frontend-stage)'),
  });
  expect((await one.pointer()).release).toBe(live);
});

test('TEST that has moved on before the run begins: nothing is asked', async () => {
  const staged = await one.stage(next);
  await one.stage(buildOf('v3'), '701');
  await one.cloud.control.clearJournal();
  const { outcome, refusal } = await one.promote({ staged });
  expect([outcome, refusal?.code]).toEqual(['superseded', 'code-changed']);
  expect(await writes()).toEqual([]);
});

test('a newer run of the same workflow is live: the older one is superseded, unless it may replace it', async () => {
  const staged = await one.stage(next);
  await one.point(live, {}, 58);
  const deployer = {
    owner: { run: '857', attempt: 1, nonce: '33333333' },
    order: { workflow: '3f9a1c22d0e4', number: 57 },
  };
  expect((await one.promote({ staged, deployer })).outcome).toBe('superseded');
  expect((await one.pointer()).release).toBe(live);
  expect((await one.promote({ staged, deployer, allowOlder: true })).outcome).toBe('promoted');
});

test('another run moves APP while this one proves: its work is left alone', async () => {
  const staged = await one.stage(next);
  const other = buildOf('v3').manifest.id;
  let isMoved = false;
  const meanwhile =
    (usual: Exchange): Exchange =>
    async (request, limits) => {
      const answer = await usual(request, limits);
      if (request.url.pathname === '/assets/lazy-v2.js' && !isMoved) {
        isMoved = true;
        await one.point(other, { run: '900' });
      }
      return answer;
    };
  const { outcome, observed } = await one.promote({ staged, exchange: meanwhile });
  expect(outcome).toBe('superseded');
  expect(observed.failure).toMatchObject({
    code: 'pointer-changed',
    message: expect.stringContaining('by run 900 (frontend-promote)'),
  });
  expect((await one.pointer()).release).toBe(other);
});

test.each<[string, (url: URL, isMoved: boolean) => { status: number } | undefined, string]>([
  [
    'does not answer with the release',
    ({ pathname }, isMoved) => (isMoved && pathname === '/.well-known/release' ? { status: 503 } : undefined),
    'not-served',
  ],
  [
    'fails what is verified',
    ({ pathname }, isMoved) => (isMoved && pathname === '/' ? { status: 500 } : undefined),
    'check-failed',
  ],
])('APP that %s goes back to what it was', async (_, other, code) => {
  const staged = await one.stage(next);
  let isMoved = false;
  const exchange =
    (usual: Exchange): Exchange =>
    async (request, limits) => {
      if (request.url.origin === one.app.url) isMoved = (await one.pointer()).release === id;
      return answering((url) => (url.origin === one.app.url ? other(url, isMoved) : undefined))(usual)(request, limits);
    };
  const { outcome, observed, done } = await one.promote({ staged, exchange });
  expect(outcome).toBe('rolled-back');
  expect(observed.failure?.code).toBe(code);
  expect(done.slice(-2).map(({ step, problem }) => [step.do, problem])).toEqual([
    ['move-back', ''],
    ['spread-back', ''],
  ]);
  expect(await one.pointer()).toMatchObject({
    release: live,
    deployed: true,
    mark: { undid: id, by: 'frontend-promote' },
  });
  const { Contents = [] } = await one.s3.send(
    new ListObjectsV2Command({ Bucket: one.bucket, Prefix: `history/${one.app.id}/` }),
  );
  expect(Contents).toHaveLength(2);
  // Each move is noted right before it, the way back as well: a crash between the two must not lose what was taken back.
  const journal = await one.cloud.control.journal();
  const moves = journal.filter(
    ({ operation, resource }) => operation === 'UpdateDistribution' || resource.includes(`history/${one.app.id}/`),
  );
  expect(moves.map(({ operation }) => operation).slice(-4)).toEqual([
    'PutObject',
    'UpdateDistribution',
    'PutObject',
    'UpdateDistribution',
  ]);
});

test('a run that is cancelled while it spreads takes back what it moved, and does not wait until all edges have it', async () => {
  const staged = await one.stage(next);
  const cancel = new AbortController();
  const { outcome, done } = await one.promote({
    staged,
    signal: cancel.signal,
    exchange: (usual) => async (request, limits) => {
      // The first question after the move is asked once it has spread.
      if (request.url.origin === one.app.url && (await one.pointer()).release === id)
        cancel.abort(new Error('cancelled'));
      return usual(request, limits);
    },
  });
  expect(outcome).toBe('rolled-back');
  expect(done.slice(-2).map(({ step }) => step.do)).toEqual(['move-back', 'spread-back']);
  expect((await one.pointer()).release).toBe(live);
});

test('what takes longer than `timeout` goes back as well', async () => {
  const staged = await one.stage(next);
  await one.cloud.control.call('cloudfront.pace', { configuration: 36_000_000 });
  // The clock runs a thousand times faster: on a busy machine ten minutes are too short for the move itself.
  const { outcome, observed } = await one.promote({ staged, timeoutMs: 3_600_000 });
  expect([outcome, observed.failure?.code]).toEqual(['rolled-back', 'timed-out']);
  expect(observed.failure?.message).toContain('`timeout` is 1h');
  expect((await one.pointer()).release).toBe(live);
});

test('what opens TEST is sent to TEST, and to no other', async () => {
  const staged = await one.stage(next);
  const seen: (readonly [host: string, key: string | undefined])[] = [];
  const exchange =
    (usual: Exchange): Exchange =>
    (request, limits) => {
      seen.push([request.url.origin, request.headers['x-key']]);
      return usual(request, limits);
    };
  await one.promote({ staged, exchange, testHeaders: { 'x-key': 'secret' } });
  expect(seen.filter(([host]) => host === one.test.url).every(([, key]) => key === 'secret')).toBe(true);
  expect(seen.filter(([host]) => host !== one.test.url).every(([, key]) => key === undefined)).toBe(true);
  expect(new Set(seen.map(([host]) => host))).toEqual(new Set([one.test.url, one.app.url]));
});

test('a hashed name that stands for two contents: what a release has stays, and it is said', async () => {
  const clashing = buildOf('v2', { files: { 'assets/lazy-v1.js': 'something else' } });
  const staged = await one.stage(clashing);
  const { outcome, clashes } = await one.promote({ staged });
  expect(outcome).toBe('promoted');
  expect(clashes).toContainEqual({ path: 'assets/lazy-v1.js', kept: clashing.manifest.id, lost: live });
  expect(one.log()).toContain('assets/lazy-v1.js is in two releases with other bytes');
});

test('files of what is live that are gone keep no release from users', async () => {
  const staged = await one.stage(next);
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: keyOf(live, 'assets/chunk-v1.js') }));
  const { outcome, notes } = await one.promote({ staged });
  expect(outcome).toBe('promoted');
  expect(notes).toEqual([
    `1 of 4 hashed files of the release ${live} could not be carried into ${id}: open tabs miss them.`,
  ]);
});

test('pages that name less than half of what those of the live release do are a warning', async () => {
  const bare = '<!doctype html><title>Shop</title>';
  const files = { 'index.html': bare, 'about.html': bare, 'docs.html': bare, '404.html': bare };
  const staged = await one.stage(buildOf('v2', { files }));
  const { outcome, notes } = await one.promote({ staged });
  expect(outcome).toBe('promoted');
  expect(notes).toEqual([
    'The first pages of this release name 0 files, and those of what is live 5: look whether the build is whole.',
  ]);
});

test('sites that are not as they must be are looked at before all else', async () => {
  const apart = await world({
    change: (config, site) => (site === 'test' ? { ...config, DefaultRootObject: 'other.html' } : config),
  });
  try {
    const staged = await apart.stage(next);
    const { outcome, refusal } = await apart.promote({ staged });
    expect([outcome, refusal?.code]).toEqual(['failed', 'unsafe']);
    expect((await apart.pointer()).release).toBe(apart.live?.manifest.id);
  } finally {
    await apart.stop();
  }
});

test('an outage of S3 keeps no users with what failed', async () => {
  const staged = await one.stage(next);
  const exchange =
    (usual: Exchange): Exchange =>
    async (request, limits) => {
      const isApp = request.url.origin === one.app.url && request.url.pathname === '/';
      if (isApp && (await one.pointer()).release === id) {
        await one.cloud.control.addFault({ service: 's3', operation: 'PutObject', kind: 'unavailable', times: 1_000 });
        return { status: 500, headers: {}, body: Buffer.from('') };
      }
      return usual(request, limits);
    };
  const { outcome } = await one.promote({ staged, exchange });
  expect(outcome).toBe('rolled-back');
  expect((await one.pointer()).release).toBe(live);
  expect(one.log()).toContain('The history does not tell of this rollback.');
});

test('a distribution that is not there is said by the survey, with what to do', async () => {
  const staged = await one.stage(next);
  const { outcome, refusal } = await one.promote({ staged, app: 'E9NOTTHERE999' });
  expect(outcome).toBe('failed');
  expect(refusal).toMatchObject({ code: 'unsafe', hint: expect.stringContaining('Correct the id') });
});
