import { manifestKeyOf } from '@actions-aws/site';
import { type SteppedWorld, steppedWorld } from './support/stepped-world.ts';
import { SPREAD_MS } from './support/world.ts';

let the: SteppedWorld;
let [, v2, v3]: string[] = [];
beforeAll(async () => {
  the = await steppedWorld();
  [, v2, v3] = the.builds.map(({ manifest }) => manifest.id);
  await the.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await the.cloud.control.restore('made');
  await the.cloud.control.clearFaults();
});
afterAll(() => the.stop());

const live = async () => (await the.pointer()).release;
/** How long something takes, by the clock that is stepped. */
async function timed<Value>(work: () => Promise<Value>): Promise<{ readonly value: Value; readonly tookMs: number }> {
  const started = the.cloud.clock.now();
  return { value: await work(), tookMs: the.cloud.clock.now() - started };
}
/** Until users follow: all edges, the caches, and `settle`. */
const FOLLOW_MS = SPREAD_MS + 40_000;

test('before the write nothing is waited for', async () => {
  await the.cloud.control.clearJournal();
  const started = the.cloud.clock.now();
  await the.goBack();
  const write = (await the.cloud.control.journal()).find(({ operation }) => operation === 'UpdateDistribution');
  expect(write?.time).toBe(started);
});

test.each(['GetDistribution', 'GetObject', 'ListObjectsV2', 'PutObject', 'UpdateDistribution', 'CreateInvalidation'])(
  'five 503s in a row on %s do not end a rollback',
  async (operation) => {
    await the.cloud.control.addFault({ operation, kind: 'unavailable', times: 5, accessKeyId: the.accessKeyId });
    const { value, tookMs } = await timed(() => the.goBack());
    expect(value.outputs.outcome).toBe('rolled-back');
    expect(value.annotations).toEqual([]);
    expect(await live()).toBe(v2);
    expect(tookMs).toBeLessThan(FOLLOW_MS);
  },
);

test('an outage of four minutes does not end a rollback that has ten', async () => {
  await the.cloud.control.addFault({ accessKeyId: the.accessKeyId, kind: 'unavailable', forMs: 240_000 });
  expect((await the.goBack({ timeout: '10m' })).outputs.outcome).toBe('rolled-back');
  expect(await live()).toBe(v2);
});

test('where every reply is lost for a minute, its own write is found by what it wrote', async () => {
  await the.cloud.control.addFault({ accessKeyId: the.accessKeyId, kind: 'reset', when: 'after', forMs: 60_000 });
  const { outputs, exitCode } = await the.goBack();
  expect(outputs).toMatchObject({ outcome: 'rolled-back', 'release-id': v2, 'previous-release': v3 });
  expect(exitCode).toBe(0);
});

test.each(['v3', 'v1'])(
  'tabs of what is taken back get their files once users are back, where the manifest of %s is late',
  async (late) => {
    const [oldest, , newest] = the.builds.map(({ manifest }) => manifest);
    const id = late === 'v3' ? newest!.id : oldest!.id;
    // The release to go to is waited for: its manifest is late for the next attempt, after the pointer was moved.
    if (late === 'v1') {
      const killed = await the.start({ to: oldest!.id });
      await the.stage.until(killed, async () => (await live()) === oldest!.id);
      await the.stage.kill(killed);
    }
    await the.cloud.control.addFault({
      operation: 'GetObject',
      resource: `${the.bucket}/${manifestKeyOf(id)}`,
      accessKeyId: the.accessKeyId,
      kind: 'unavailable',
      forMs: 50_000,
    });
    const { outputs, annotations } = await the.goBack({ to: oldest!.id });
    expect([outputs.outcome, annotations]).toEqual(['rolled-back', []]);
    const { carried = [] } = (await the.releases.read(oldest!.id)) ?? {};
    const hashed = newest!.files.filter((file) => file.hashed).map(({ path }) => path);
    expect(carried.map(({ path }) => path)).toEqual(expect.arrayContaining(hashed));
  },
);

test('an outage that outlasts `timeout` ends it there, and says what AWS said', async () => {
  await the.cloud.control.addFault({ operation: 'UpdateDistribution', kind: 'unavailable', forMs: 3_600_000 });
  const { value, tookMs } = await timed(() => the.goBack({ timeout: '90s' }));
  expect(value.outputs.outcome).toBe('failed');
  expect(value.annotations[0]?.message).toContain('AWS kept failing. The last answer was ServiceUnavailable');
  expect(tookMs).toBeGreaterThan(85_000);
  expect(tookMs).toBeLessThanOrEqual(90_000);
  expect(await live()).toBe(v3);
});

test('S3 that takes no history keeps users waiting for some seconds at most', async () => {
  await the.cloud.control.addFault({ operation: 'PutObject', kind: 'unavailable', forMs: 3_600_000 });
  const { value, tookMs } = await timed(() => the.goBack());
  expect(value.outputs.outcome).toBe('rolled-back');
  expect(value.annotations).toEqual([
    expect.objectContaining({ level: 'warning', message: expect.stringContaining('The history does not tell') }),
  ]);
  expect(tookMs).toBeLessThan(FOLLOW_MS + 6_000);
});

test.each(['GetDistribution', 'GetObject', 'UpdateDistribution'])(
  'a signal ends its patience with %s at once',
  async (operation) => {
    await the.cloud.control.addFault({ operation, accessKeyId: the.accessKeyId, kind: 'throttle', forMs: 240_000 });
    const running = await the.start();
    let cancelled = 0;
    the.cloud.clock.after(10_300, () => {
      cancelled = the.cloud.clock.now();
      running.cancel(new Error('The run was cancelled.'));
    });
    await the.stage.finish();
    const { outputs, annotations } = await running.ended;
    expect(outputs.outcome).toBe('failed');
    expect(annotations[0]?.message).toContain('The run was cancelled.');
    expect(the.cloud.clock.now()).toBe(cancelled);
    expect(await live()).toBe(v3);
  },
);
