import { keyOf, manifestKeyOf, type Pointer, sharing } from '@actions-aws/site';
import {
  type DistributionConfig,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { buildOf } from './support/releases.ts';
import { ACTION_KEY, type RollbackWorld, world } from './support/world.ts';

let one: RollbackWorld;
/** The releases, the oldest first. */
let [v1, v2, v3]: string[] = [];
beforeAll(async () => {
  one = await world();
  [v1, v2, v3] = one.builds.map(({ manifest }) => manifest.id);
  await one.cloud.control.snapshot('made');
}, 60_000);
beforeEach(() => one.cloud.control.restore('made'));
afterAll(() => one.stop());

const writes = async () =>
  (await one.cloud.control.journal())
    .filter(({ accessKeyId, operation }) => accessKeyId === ACTION_KEY && !/^(?:Get|Head|List)/.test(operation))
    .map(({ operation }) => operation);
const mark = ({ mark: { by, undid } = { by: '' } }: Pointer) => ({ by, undid });

test('back to what the live release was promoted from, and users are seen to follow', async () => {
  await one.cloud.control.clearJournal();
  const { outcome, steps, observed, outputs, notes } = await one.rollBack();
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['note', 'move', 'spread', 'await-served']);
  expect(notes).toEqual([]);
  expect(observed.because).toBe(`${v3} was promoted from it`);
  expect(outputs).toMatchObject({ 'release-id': v2, 'previous-release': v3, 'app-url': one.app.url });
  const pointer = await one.pointer();
  expect(pointer).toMatchObject({ release: v2, deployed: true });
  expect(mark(pointer)).toEqual({ by: 'frontend-rollback', undid: v3 });
  const { body } = await one.visit(`${one.app.url}/.well-known/release`);
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({ release: v2 });
  expect(await writes()).toEqual(['PutObject', 'UpdateDistribution', 'CreateInvalidation']);
});

test('before the write it looks at the pointer and at the releases, and no further', async () => {
  await one.cloud.control.clearJournal();
  await one.rollBack();
  const calls = (await one.cloud.control.journal()).filter(({ accessKeyId }) => accessKeyId === ACTION_KEY);
  const at = calls.findIndex(({ operation }) => operation === 'UpdateDistribution');
  expect(
    calls
      .slice(0, at)
      .map(({ operation }) => operation)
      .sort(),
  ).toEqual(['GetDistribution', 'GetDistribution', 'GetObject', 'GetObject', 'ListObjectsV2', 'PutObject']);
});

test('pressed again while edges still follow, it waits for what the first one waited for, and moves nothing', async () => {
  await one.cloud.control.call('cloudfront.pace', { configuration: 36_000_000 });
  // The clock runs a thousand times faster: on a busy machine a minute is too short for the move itself.
  expect((await one.rollBack({ timeoutMs: 3_600_000 })).outcome).toBe('rollback-failed');
  const soon = await one.rollBack({ timeoutMs: 3_600_000 });
  expect([soon.outcome, soon.observed.failure?.code]).toEqual(['failed', 'timed-out']);
  expect(soon.outputs.report).toMatchObject({
    usersReach: `The pointer is on the release ${v2}, and edges follow within minutes.`,
  });
  await one.cloud.clock.advance(36_000_000);
  await one.cloud.control.clearJournal();
  const { outcome, steps, outputs } = await one.rollBack();
  expect([outcome, steps]).toEqual(['noop', ['spread']]);
  expect(outputs.report).toMatchObject({ usersReach: `Users stay on the release ${v2}.` });
  expect(await writes()).toEqual(['CreateInvalidation']);
});

test('pressing twice goes back once: the second one says who went back, and when, and how to go further', async () => {
  await one.rollBack();
  await one.cloud.control.clearJournal();
  const { outcome, steps, log, outputs } = await one.rollBack();
  // All edges have it, and their caches were emptied: one look tells.
  expect([outcome, steps, await writes()]).toEqual(['noop', [], []]);
  expect(outputs).toMatchObject({ 'release-id': v2, 'previous-release': v2 });
  expect(log).toMatch(
    new RegExp(
      `is on the release ${v2} because run \\d+ \\(frontend-rollback\\) took the release ${v3} back at \\d{4}-.*name a release in \`to\``,
    ),
  );
});

test('one by name leads further back, where all that open tabs need is there already', async () => {
  await one.rollBack();
  const { outcome, steps, log } = await one.rollBack({ to: v1! });
  expect(outcome).toBe('rolled-back');
  // Every release of these has the files of the others by their promotions.
  for (const version of ['v2', 'v3'])
    expect((await one.visit(`${one.app.url}/assets/lazy-${version}.js`)).status).toBe(200);
  expect(steps).toEqual(['note', 'move', 'spread', 'await-served']);
  expect(log).toContain('the workflow names it');
  expect(mark(await one.pointer())).toEqual({ by: 'frontend-rollback', undid: v2 });
});

/** On a clock that is a thousand times as fast copies may take longer than they are waited for, and are made after the move. */
const soon = (steps: readonly string[]) => steps.filter((step) => step !== 'carry');

test('straight to an older one: open tabs of the last three releases find their files there', async () => {
  for (const version of ['v4', 'v5', 'v6']) await one.promote(buildOf(version));
  const { outcome, steps, clashes } = await one.rollBack({ to: v1! });
  expect(outcome).toBe('rolled-back');
  expect(soon(steps)).toEqual(['carry-first', 'note', 'move', 'spread', 'await-served']);
  expect(clashes).toEqual([]);
  // Its own promotion brought v6 no further back than to v3, and v5 is one of those that v6 carries.
  for (const version of ['v4', 'v5', 'v6'])
    expect((await one.visit(`${one.app.url}/assets/lazy-${version}.js`)).status).toBe(200);
  expect((await one.releases.read(v1!))?.carried.map(({ path }) => path)).toContain('assets/lazy-v6.js');
});

test('where promotions carried to their neighbours alone, as they once did, what is taken back brings all that it serves', async () => {
  await putBack();
  const { outcome, steps } = await one.rollBack({ to: v1! });
  expect(outcome).toBe('rolled-back');
  expect(soon(steps)).toEqual(['carry-first', 'note', 'move', 'spread', 'await-served']);
  const paths = (await one.releases.read(v1!))?.carried.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['assets/lazy-v2.js', 'assets/lazy-v3.js']));
});

/** Takes all from the oldest release that it carries, the manifest's word of it as well. */
async function putBack(): Promise<void> {
  const manifest = one.builds[0]!.manifest;
  const { Contents = [] } = await one.s3.send(new ListObjectsV2Command({ Bucket: one.bucket, Prefix: `r/${v1}/` }));
  const others = Contents.map(({ Key = '' }) => Key).filter((Key) => /v[23]/.test(Key));
  for (const Key of [...others, manifestKeyOf(v1!)])
    await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key }));
  await one.releases.commit(manifest);
}

test('files of what is taken back that are gone keep no user from safety', async () => {
  await putBack();
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: keyOf(v3!, 'assets/lazy-v3.js') }));
  const { outcome, notes } = await one.rollBack({ to: v1! });
  expect(outcome).toBe('rolled-back');
  expect(notes).toEqual([expect.stringMatching(/^1 of \d hashed files could not be carried between the releases/)]);
});

test.each([
  ['the release that is live', () => v3!, 'rolled-back'],
  ['another one: a colleague has promoted since', () => v2!, 'superseded'],
])('only if %s', async (_, onlyIf, expected) => {
  await one.cloud.control.clearJournal();
  const { outcome, observed } = await one.rollBack({ onlyIf: onlyIf() });
  expect(outcome).toBe(expected);
  if (expected !== 'superseded') return;
  expect(observed.failure).toMatchObject({
    code: 'condition-not-met',
    message: expect.stringContaining(`not on ${v2}`),
  });
  expect(await writes()).toEqual([]);
});

test('what the run wants undone was undone already, by the promotion itself or by a colleague', async () => {
  await one.undo(one.builds[1]!, 'frontend-promote');
  const { outcome, log, outputs } = await one.rollBack({ onlyIf: v3! });
  expect(outcome).toBe('noop');
  expect(outputs.report).toMatchObject({ outcome: 'noop', release: v2 });
  expect(log).toContain('run 650 (frontend-promote)');
});

test('an earlier attempt that was killed after its write: the next one waits for users, and takes no second step', async () => {
  const owner = { run: '812', attempt: 1, nonce: 'aaaaaaaa' };
  const cancel = new AbortController();
  const killed = await one.rollBack({
    owner,
    signal: cancel.signal,
    exchange: (usual) => (request, limits) => {
      cancel.abort(new Error('killed'));
      return usual(request, limits);
    },
  });
  expect(killed.outcome).toBe('rollback-failed');
  expect(killed.outputs.report.message).toContain(`is back on the release ${v2}`);
  await one.cloud.control.clearJournal();
  const { outcome, steps, outputs } = await one.rollBack({ owner: { run: '812', attempt: 2, nonce: 'bbbbbbbb' } });
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['spread', 'await-served']);
  expect(outputs['previous-release']).toBe(v3);
  expect(await writes()).toEqual(['CreateInvalidation']);
});

test.each([
  ['promotes the release again', 'any', 'promote'],
  ['takes its own back', 'any', 'undo'],
  ['promotes the release again, and there is a condition', 'live', 'promote'],
  ['takes its own back, and there is a condition', 'live', 'undo'],
] as const)(
  'once moved, another run leads elsewhere and %s: this one rolled back, and once',
  async (_, onlyIf, then) => {
    let isElsewhere = false;
    const { outcome, steps, outputs } = await one.rollBack({
      onlyIf: onlyIf === 'live' ? v3! : 'any',
      exchange: (usual) => async (request, limits) => {
        if (!isElsewhere) {
          isElsewhere = true;
          await one.promote(buildOf('v4'));
          if (then === 'promote') await one.promote(one.builds[1]!);
          else await one.undo(one.builds[1]!, 'frontend-promote');
        }
        return usual(request, limits);
      },
    });
    expect([outcome, outputs['release-id'], outputs['previous-release']]).toEqual(['rolled-back', v2, v3]);
    expect(steps).toEqual(['note', 'move', 'spread', 'await-served']);
    // The other's word of where it came from stays.
    expect((await one.pointer()).mark?.by).toBe('frontend-promote');
  },
);

test('a release that was never live is no target', async () => {
  const { outcome, observed } = await one.rollBack({ to: buildOf('v9').manifest.id });
  expect(outcome).toBe('failed');
  expect(observed.failure).toMatchObject({
    code: 'nothing-before',
    message: expect.stringContaining(`newest first: ${v2}, ${v1}.`),
  });
});

test('the release that is live already', async () => {
  await one.cloud.control.clearJournal();
  // The run that promoted it was cut short before it had emptied the caches.
  expect((await one.rollBack({ to: v3! })).outcome).toBe('noop');
  expect(await writes()).toEqual(['CreateInvalidation']);
  await one.cloud.control.clearJournal();
  expect((await one.rollBack({ to: v3! })).outcome).toBe('noop');
  expect(await writes()).toEqual([]);
});

test('pressed again where the first run was killed after its write, its copies and the caches are seen to', async () => {
  await putBack();
  await one.undo(one.builds[0]!);
  await one.cloud.control.clearJournal();
  const { outcome, steps, outputs } = await one.rollBack();
  expect([outcome, steps, outputs['release-id']]).toEqual(['noop', ['carry', 'spread'], v1]);
  expect((await one.visit(`${one.app.url}/assets/lazy-v3.js`)).status).toBe(200);
  await one.cloud.control.clearJournal();
  expect((await one.rollBack()).steps).toEqual([]);
  expect(await writes()).toEqual([]);
});

test('after a move by hand nothing says what was before: the releases that were live are named', async () => {
  await byHand(`/r/${v1}`);
  const { outcome, observed } = await one.rollBack();
  expect(outcome).toBe('failed');
  expect(observed.failure?.message).toContain(`another hand has moved it since. Live before, newest first: ${v2}.`);
  expect((await one.rollBack({ to: v2! })).outcome).toBe('rolled-back');
});

test('a pointer that names no release', async () => {
  await byHand('/live');
  const { observed } = await one.rollBack();
  expect(observed.failure).toMatchObject({ code: 'nothing-before', message: expect.stringContaining('/live') });
});

test('a target that is not whole: nothing is moved', async () => {
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: keyOf(v2!, 'index.html') }));
  const broken = await one.rollBack();
  expect(broken.observed.failure).toMatchObject({
    code: 'not-whole-release',
    message: expect.stringContaining('index.html'),
  });
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: manifestKeyOf(v2!) }));
  const gone = await one.rollBack();
  expect(gone.observed.failure?.message).toContain('it has no manifest');
  expect((await one.pointer()).release).toBe(v3);
});

test('files that a target carries for other tabs keep no user from it', async () => {
  await one.s3.send(new DeleteObjectCommand({ Bucket: one.bucket, Key: keyOf(v2!, 'assets/lazy-v1.js') }));
  expect((await one.rollBack()).outcome).toBe('rolled-back');
});

test('another writer moves the pointer right before the write: its work is left alone', async () => {
  await one.cloud.control.addFault({ operation: 'UpdateDistribution', accessKeyId: ACTION_KEY, kind: 'hold' });
  const running = one.rollBack();
  const held = await one.cloud.control.waitHeld(20_000);
  await one.promote(buildOf('v4'), '900');
  await one.cloud.control.release(held.id);
  const { outcome, observed } = await running;
  expect(outcome).toBe('superseded');
  expect(observed.failure).toMatchObject({ code: 'pointer-changed', message: expect.stringContaining('run 900') });
});

test('an address that does not follow makes the run red; the pointer is back all the same', async () => {
  const { outcome, observed, outputs } = await one.rollBack({
    exchange: () => () => Promise.resolve({ status: 503, headers: {}, body: Buffer.from('') }),
  });
  expect([outcome, observed.failure?.code]).toEqual(['rollback-failed', 'not-served']);
  expect((await one.pointer()).release).toBe(v2);
  expect(outputs.report.usersReach).toContain('was not seen');
});

test('a history that cannot be written keeps no user from safety', async () => {
  await one.cloud.control.addFault({
    service: 's3',
    operation: 'PutObject',
    accessKeyId: ACTION_KEY,
    kind: 'unavailable',
    times: 1_000,
  });
  const { outcome, notes } = await one.rollBack();
  await one.cloud.control.clearFaults();
  expect(outcome).toBe('rolled-back');
  expect(notes).toEqual([expect.stringContaining('The history does not tell of this rollback.')]);
  // The pointer itself does, and the way forward again is open.
  expect((await one.rollBack({ to: v3! })).outcome).toBe('rolled-back');
});

test('a dry run writes nothing', async () => {
  await one.cloud.control.clearJournal();
  const { outcome, participant } = await one.rollBack({ dryRun: true });
  expect(outcome).toBe('planned');
  expect(participant.planned.map((step) => step.do)).toEqual(['note', 'move', 'spread', 'await-served']);
  expect(await writes()).toEqual([]);
});

test('TEST that fails is no hindrance: it is not asked at all', async () => {
  await one.cloud.control.clearJournal();
  await one.rollBack();
  const asked = (await one.cloud.control.journal()).filter(({ resource }) => resource.includes(one.test.id));
  expect(asked).toEqual([]);
});

test('the first promotion has nothing before it', async () => {
  const first = await world(['v1']);
  try {
    const { outcome, observed } = await first.rollBack();
    expect(outcome).toBe('failed');
    expect(observed.failure?.message).toContain('it was the first to be promoted');
  } finally {
    await first.stop();
  }
}, 60_000);

async function byHand(OriginPath: string): Promise<void> {
  const found = await one.cloudfront.send(new GetDistributionConfigCommand({ Id: one.app.id }));
  const { Origins, ...config } = found.DistributionConfig as DistributionConfig;
  const Items = (Origins?.Items ?? []).map((origin) => ({ ...origin, OriginPath }));
  const DistributionConfig = { ...config, Origins: { Quantity: Items.length, Items } };
  await one.cloudfront.send(new UpdateDistributionCommand({ Id: one.app.id, IfMatch: found.ETag, DistributionConfig }));
}

test('a release that shares its files is no target where the pointer is an origin path', async () => {
  const build = buildOf('v4');
  const shared = { ...build, manifest: sharing(build.manifest) };
  await one.promote(shared);
  await one.promote(buildOf('v5'));
  await one.cloud.control.clearJournal();
  const { outcome, observed } = await one.rollBack();
  expect(outcome).toBe('failed');
  expect(observed.failure).toMatchObject({ code: 'not-whole-release', hint: expect.stringContaining('`to`') });
  expect(observed.failure?.message).toContain('shares hashed files');
  expect(await writes()).toEqual([]);
});

test('a newer run that notes meanwhile that it found the release live does not keep users with it', async () => {
  const current = await one.pointer();
  const noted = { release: v3!, mark: { ...current.mark!, order: { workflow: '3f9a1c22d0e4', number: 7 } } };
  let isNoted = false;
  await one.cloud.control.addFault({ operation: 'PutObject', kind: 'hold', accessKeyId: ACTION_KEY, times: 1 });
  const running = one.rollBack();
  const held = await one.cloud.control.waitHeld(10_000);
  isNoted = (await one.swap(current, noted)) && true;
  await one.cloud.control.release(held.id);
  expect([isNoted, (await running).outcome]).toEqual([true, 'rolled-back']);
  expect((await one.pointer()).mark).toMatchObject({ undid: v3, order: { number: 7 } });
});

test('a manifest that only open tabs need does not keep users waiting', async () => {
  await one.cloud.control.clearJournal();
  const resource = `${one.bucket}/${manifestKeyOf(v3!)}`;
  await one.cloud.control.addFault({
    operation: 'GetObject',
    resource,
    kind: 'error',
    accessKeyId: ACTION_KEY,
    times: 1_000_000,
  });
  const started = one.cloud.clock.now();
  const { outcome, notes, steps } = await one.rollBack();
  await one.cloud.control.clearFaults();
  expect(outcome).toBe('rolled-back');
  expect(steps).toEqual(['note', 'move', 'spread', 'await-served', 'carry-late']);
  expect(notes).toEqual([expect.stringContaining(`Tabs that were opened on ${v3} may miss files in ${v2}.`)]);
  const moved = (await one.cloud.control.journal()).find(({ operation }) => operation === 'UpdateDistribution');
  // The clock runs a thousand times faster than the machine's.
  expect((moved?.time ?? 0) - started).toBeLessThan(600_000);
});
