import { callsIn, entriesOf, gapsIn, runBundle, startBundle } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';
import type { RollbackWorld } from './support/world.ts';

let one: RollbackWorld;
let [v1, v2, v3]: string[] = [];
beforeAll(async () => {
  one = await stepWorld();
  [v1, v2, v3] = one.builds.map(({ manifest }) => manifest.id);
  await one.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await one.cloud.control.restore('made');
  await one.cloud.control.clearFaults();
  await one.cloud.control.clearJournal();
});
afterAll(() => one.stop());

test('the bundle goes back: outputs, summary, and an exit code of 0', async () => {
  const { exitCode, outputs, summary, annotations } = await runBundle(step(one, { 'only-if': v3! }));
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    outcome: 'rolled-back',
    'release-id': v2,
    'previous-release': v3,
    'app-url': one.app.url,
  });
  const report = JSON.parse(outputs.report ?? '');
  expect(report).toMatchObject({ outcome: 'rolled-back', code: null, release: v2, previousRelease: v3, warnings: [] });
  expect(report.steps.map(({ do: name }: { do: string }) => name)).toEqual(['note', 'move', 'spread', 'await-served']);
  expect(summary).toContain(`⏪ APP (${one.app.id}) ${v3} → ${v2} rolled-back`);
  expect(summary).toContain(`Users are back on the release ${v2}.`);
  expect(await one.pointer()).toMatchObject({ release: v2, mark: { undid: v3, owner: { run: '812', attempt: 1 } } });
});

test('pressed twice: the second run moves nothing, and warns', async () => {
  await runBundle(step(one));
  await one.cloud.control.clearJournal();
  const second = { ...step(one), env: { GITHUB_RUN_ID: '813' } };
  const { exitCode, outputs, annotations } = await runBundle(second);
  expect([exitCode, outputs.outcome]).toEqual([0, 'noop']);
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'warning', message: expect.stringContaining('run 812 (frontend-rollback)') }),
  ]);
  // All edges have it, and their caches were emptied: that was looked up, and nothing is written.
  const writes = (await callsIn(one)).map(({ operation }) => operation).filter((name) => !/^(?:Get|List)/.test(name));
  expect(writes).toEqual([]);
});

test('something else is live: nothing is touched, and the step is red', async () => {
  const { exitCode, outputs, annotations, summary } = await runBundle(step(one, { 'only-if': v1! }));
  expect([exitCode, outputs.outcome]).toEqual([1, 'superseded']);
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining(`not on ${v1}`) }),
  ]);
  expect(summary).toContain('❌');
  expect((await one.pointer()).release).toBe(v3);
});

test('a run that is cancelled before its write leaves the pointer as it was', async () => {
  const { control } = one.cloud;
  await control.addFault({ operation: 'ListObjectsV2', kind: 'hold' });
  const running = startBundle(step(one));
  const held = await control.waitHeld(20_000);
  const ending = running.kill('SIGINT');
  await control.release(held.id);
  const { exitCode, outputs } = await ending;
  expect(exitCode).toBe(1);
  expect(outputs.outcome).toBe('failed');
  expect((await one.pointer()).release).toBe(v3);
});

test('a run that is cancelled after it: the pointer is back, and the summary says what was not seen', async () => {
  const { control } = one.cloud;
  await control.addFault({ operation: 'CreateInvalidation', kind: 'hold' });
  const running = startBundle(step(one));
  const held = await control.waitHeld(20_000);
  const ending = running.kill('SIGINT');
  await control.release(held.id);
  const { exitCode, outputs, summary } = await ending;
  expect([exitCode, outputs.outcome]).toEqual([1, 'rollback-failed']);
  expect(summary).toContain(`is back on the release ${v2}`);
  expect((await one.pointer()).release).toBe(v2);
});

test('a release that AWS does not have is named, and commands nothing', async () => {
  const { exitCode, annotations } = await runBundle(step(one, { to: 'f'.repeat(16) }));
  expect(exitCode).toBe(1);
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining(`newest first: ${v2}, ${v1}.`) }),
  ]);
});

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input is told without the SDK', async () => {
  const { action, remove } = await entriesOf(new URL('..', import.meta.url));
  try {
    const { annotations } = await runBundle({ ...step(one, { timeout: 'soon' }), action });
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`timeout`')]);
  } finally {
    await remove();
  }
});
