import { callsIn, entriesOf, gapsIn, runBundle } from '@actions-aws/testing';
import { tell } from '@actions-aws/testing/ecs';
import { stepOf, type World, world } from './support/world.ts';

/** How many times faster than the machine's time runs: a process may take its second to start. */
const SCALE = 40;

let one: World;
beforeAll(async () => {
  one = await world({ scale: SCALE });
  await one.cloud.control.snapshot('before');
}, 60_000);
beforeEach(async () => {
  const { control } = one.cloud;
  await control.restore('before');
  await control.clearFaults();
  await control.clearJournal();
});
afterAll(() => one.stop());

test('the bundle deploys: outputs, summary, and an exit code of 0', async () => {
  const { exitCode, outputs, summary, annotations, post } = await runBundle(stepOf(one, {}));
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({ outcome: 'promoted', 'task-definition': 'api:2', share: '100' });
  const report = JSON.parse(outputs.report ?? '');
  expect(report).toMatchObject({
    outcome: 'promoted',
    code: null,
    cluster: 'shop',
    service: 'api',
    strategy: 'BLUE_GREEN',
  });
  expect(summary).toContain(`✅ api ${outputs['previous-revision']} → ${outputs.revision} promoted`);
  expect(summary).toContain(`All users of api are on the revision ${outputs.revision}.`);
  expect((await one.live()).versions).toEqual(['v1']);
  await one.cloud.control.clearJournal();
  expect((await post()).exitCode).toBe(0);
  expect(await callsIn(one)).toEqual([]);
}, 60_000);

test('what fails is red, and says what a container wrote last, with nothing that a runner would take for a command', async () => {
  await tell(one, 'crash loop');
  await one.script('v1', {
    exits: { afterMs: 4_000, code: 1 },
    logs: [{ afterMs: 500, message: '::error::<b>no database</b>' }],
  });
  const { exitCode, outputs, summary, stdout, annotations } = await runBundle(stepOf(one, {}));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ outcome: 'rejected', 'promoted-revision': '' });
  expect(annotations.map(({ level }) => level)).toEqual(['error']);
  expect(stdout).toContain('no database');
  expect(stdout).not.toMatch(/^::error::<b>/m);
  // As code, in which Markdown and HTML mean nothing.
  expect(summary).toContain('`::error::<b>no database</b>`');
}, 60_000);

test('what opens the test listener is masked, values and all, and shown nowhere', async () => {
  const headers = 'Authorization: Basic c2VjcmV0LXdvcmQ=';
  const step = stepOf(one, { inputs: { headers, smoke: 'GET /version', 'dry-run': 'true' } });
  const { stdout, stderr, outputs, summary } = await runBundle(step);
  expect(outputs.outcome).toBe('planned');
  const secret = 'Basic c2VjcmV0LXdvcmQ=';
  expect(stdout.split('\n')).toContain(`::add-mask::${secret}`);
  for (const text of [stdout.replace(/^::add-mask::.*$/gm, ''), stderr, summary, ...Object.values(outputs)]) {
    expect(text).not.toContain(secret);
  }
}, 60_000);

test('its files are whole, and each licence is named', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input, and a post step with nothing to do, need no part that is loaded on demand', async () => {
  const copy = await entriesOf(new URL('..', import.meta.url));
  try {
    const step = { ...stepOf(one, { inputs: { images: 'app' } }), action: copy.action };
    const { exitCode, annotations, post } = await runBundle(step);
    expect(exitCode).toBe(1);
    expect(annotations[0]?.message).toContain('`images`');
    expect((await post()).exitCode).toBe(0);
  } finally {
    await copy.remove();
  }
}, 60_000);
