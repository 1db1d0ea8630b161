import { callsIn, entriesOf, gapsIn, runBundle, startBundle } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';
import type { RollbackWorld } from './support/world.ts';

let one: RollbackWorld;
let [v0, v1]: string[] = [];
beforeAll(async () => {
  one = await stepWorld();
  [v0, v1] = [one.revisions.v0 ?? '', one.revisions.v1 ?? ''];
  await one.cloud.control.snapshot('made');
}, 60_000);
beforeEach(async () => {
  await one.cloud.control.restore('made');
  await one.cloud.control.clearFaults();
  await one.cloud.control.clearJournal();
});
afterAll(() => one.stop());

test('the bundle goes back: outputs, summary, and an exit code of 0', async () => {
  const { exitCode, outputs, summary, annotations } = await runBundle(step(one, { 'only-if': v1! }));
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    outcome: 'rolled-back',
    revision: expect.stringMatching(/^\d+$/),
    'previous-revision': v1,
    'task-definition': expect.stringMatching(/^api:\d+$/),
  });
  expect(Number(outputs['recovery-ms'])).toBeGreaterThan(0);
  const report = JSON.parse(outputs.report ?? '');
  expect(report).toMatchObject({ outcome: 'rolled-back', code: null, previousRevision: v1, warnings: [] });
  expect(report.steps.map(({ do: name }: { do: string }) => name)).toEqual(['register', 'update', 'await-live']);
  expect(JSON.stringify(report)).not.toContain('123456789012');
  expect(summary).toContain(`⏪ api ${v1} → `);
  expect(summary).toContain(`a copy of ${v0}`);
  expect(await one.atRest()).toMatchObject({ versions: ['v0'], newest: 'v0 by ecs-rollback', undid: 'v1' });
}, 60_000);

test('pressed twice: the second run writes nothing, and warns', async () => {
  await runBundle(step(one));
  await one.cloud.control.clearJournal();
  const { exitCode, outputs, annotations } = await runBundle({ ...step(one), env: { GITHUB_RUN_ID: '813' } });
  expect([exitCode, outputs.outcome]).toEqual([0, 'noop']);
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'warning', message: expect.stringContaining('run 812 (ecs-rollback)') }),
  ]);
  expect(await one.writes()).toEqual([]);
}, 60_000);

test('something else is live: nothing is touched, and the step is red', async () => {
  const { exitCode, outputs, annotations, summary } = await runBundle(step(one, { 'only-if': v0! }));
  expect([exitCode, outputs.outcome]).toEqual([1, 'superseded']);
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining(`not on ${v0}`) }),
  ]);
  expect(summary).toContain('❌');
  expect(await one.writes()).toEqual([]);
});

test('a run that is cancelled before its write leaves the service as it was', async () => {
  const { control } = one.cloud;
  await control.addFault({ operation: 'DescribeImages', kind: 'hold' });
  const running = startBundle(step(one));
  const held = await control.waitHeld(20_000);
  const ending = running.kill('SIGINT');
  await control.release(held.id);
  const { exitCode, outputs } = await ending;
  expect([exitCode, outputs.outcome]).toEqual([1, 'failed']);
  // A task definition that no service names changes nothing.
  expect(await one.writes()).not.toContain('UpdateService');
});

test('a run that is cancelled after it says what it left, and another attempt goes on', async () => {
  const { control } = one.cloud;
  await control.addFault({ operation: 'UpdateService', kind: 'hold', when: 'after' });
  const running = startBundle(step(one));
  const held = await control.waitHeld(20_000);
  const ending = running.kill('SIGINT');
  await control.release(held.id);
  const { exitCode, outputs, summary } = await ending;
  expect([exitCode, outputs.outcome]).toEqual([1, 'rollback-failed']);
  expect(summary).toContain('Users may still reach what should be taken back.');
  const again = await runBundle({ ...step(one), env: { GITHUB_RUN_ID: '812', GITHUB_RUN_ATTEMPT: '2' } });
  expect([again.exitCode, again.outputs.outcome]).toEqual([0, 'rolled-back']);
  expect((await one.writes()).filter((name) => name === 'UpdateService')).toHaveLength(1);
}, 60_000);

test('a revision that AWS does not have is named, with those that there are', async () => {
  const { exitCode, annotations } = await runBundle(step(one, { to: '1' }));
  expect(exitCode).toBe(1);
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining(`newest first: ${v0}.`) }),
  ]);
});

test('what a revision’s names hold commands nothing', async () => {
  const { annotations, stdout } = await runBundle(step(one, { service: 'nothing-here' }));
  expect(annotations).toHaveLength(1);
  expect(stdout).toContain('There is no service nothing-here');
  expect((await callsIn(one)).map(({ operation }) => operation)).not.toContain('UpdateService');
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
