import { callsIn, entriesOf, gapsIn, runBundle } from '@actions-aws/testing';
import { next, promotion, type StagedWorld, stagedWorld } from './support/trials.ts';

/** How many times faster than the machine's time runs: a process may take its second to start. */
const SCALE = 20;
const { id } = next.manifest;

let world: StagedWorld;
let live: string;
beforeAll(async () => {
  world = await stagedWorld({ scale: SCALE });
  live = world.live?.manifest.id ?? '';
  await world.cloud.control.snapshot('before');
});
beforeEach(async () => {
  const { control } = world.cloud;
  await control.restore('before');
  await control.clearFaults();
  await control.clearJournal();
});
afterAll(() => world.stop());

test('the bundle promotes: outputs, summary, and an exit code of 0', async () => {
  const { exitCode, outputs, summary, annotations, post } = await runBundle(promotion(world));
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    outcome: 'promoted',
    'release-id': id,
    'promoted-release': id,
    'previous-release': live,
    'app-url': world.app.url,
  });
  const report = JSON.parse(outputs.report ?? '');
  expect(report).toMatchObject({
    outcome: 'promoted',
    code: null,
    release: id,
    previousRelease: live,
    notes: [],
    clashes: [],
  });
  expect(report.steps.map(({ do: step }: { do: string }) => step)).toEqual([
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
  expect(summary).toContain(`✅ APP (${world.app.id}) ${live} → ${id} promoted`);
  expect(summary).toContain(`Users get the release ${id}.`);
  expect(await world.pointer()).toMatchObject({
    release: id,
    mark: { owner: { run: '1057', attempt: 1 }, order: { number: 57 }, from: live },
  });
  await world.cloud.control.clearJournal();
  expect((await post()).exitCode).toBe(0);
  expect(await callsIn(world)).toEqual([]);
}, 60_000);

test('what opens TEST is masked, values and all, and shown nowhere', async () => {
  const headers = 'Authorization: Basic c2VjcmV0LXdvcmQ=\nX-Key: another-secret';
  const { stdout, stderr, outputs, summary } = await runBundle(promotion(world, { headers, smoke: 'GET /nothing' }));
  expect(outputs.outcome).toBe('rejected');
  const masked = stdout.split('\n').filter((line) => line.startsWith('::add-mask::'));
  const secrets = ['Basic c2VjcmV0LXdvcmQ=', 'another-secret'];
  for (const secret of secrets) {
    expect(masked).toContain(`::add-mask::${secret}`);
    const shown = [
      stdout.replace(/^::add-mask::.*$/gm, '').replace(/^(?:Authorization|X-Key): .*$/gm, ''),
      stderr,
      summary,
      ...Object.values(outputs),
    ];
    for (const text of shown) expect(text).not.toContain(secret);
  }
}, 60_000);

test('a job that did not prove the release: red, and nothing was written', async () => {
  const proofs = JSON.stringify({ e2e: { result: 'success', outputs: { 'release-id': 'a'.repeat(16) } } });
  const { exitCode, outputs, annotations, summary } = await runBundle(promotion(world, { proofs, require: 'e2e' }));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ outcome: 'rejected', 'promoted-release': '', 'previous-release': live });
  expect(annotations).toHaveLength(1);
  expect(annotations[0]?.message).toContain(`The job e2e tested another release, ${'a'.repeat(16)}.`);
  expect(summary).toContain('❌');
  const writes = (await callsIn(world)).filter(({ operation }) => /^(Put|Copy|Update|Create)/.test(operation));
  expect(writes).toEqual([]);
}, 60_000);

test('its files are whole, and each licence is named', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input, and a post step with nothing to do, need no part that is loaded on demand', async () => {
  const copy = await entriesOf(new URL('..', import.meta.url));
  try {
    const step = { ...promotion(world, { staged: 'latest' }), action: copy.action };
    const { exitCode, annotations, post } = await runBundle(step);
    expect(exitCode).toBe(1);
    expect(annotations[0]?.message).toContain('`staged`');
    expect((await post()).exitCode).toBe(0);
  } finally {
    await copy.remove();
  }
}, 60_000);
