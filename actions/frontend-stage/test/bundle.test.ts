import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { callsIn, entriesOf, gapsIn, runBundle, writeSite } from '@actions-aws/testing';
import { type StageWorld, stagedManifest, stageWorld, step } from './support/trials.ts';

let world: StageWorld;
beforeAll(async () => {
  world = await stageWorld({ worker: false });
  await world.cloud.control.snapshot('before');
});
beforeEach(async () => {
  const { control } = world.cloud;
  await control.restore('before');
  await control.clearFaults();
  await control.clearJournal();
});
afterAll(() => world.stop());

test('the bundle stages: outputs, summary, and an exit code of 0', async () => {
  const { exitCode, outputs, summary, annotations } = await runBundle(step(world));
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    outcome: 'staged',
    'release-id': expect.stringMatching(/^[0-9a-f]{16}$/),
    staged: expect.stringMatching(/^[0-9a-f]{16}@[0-9a-f]{8}$/),
    'test-url': world.test.url,
    'previous-release': expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  const { files, carried } = JSON.parse(await stagedManifest(world));
  expect(files).toHaveLength(12);
  expect(carried.length).toBeGreaterThan(0);
  expect(summary).toContain(`Release ${outputs['release-id']} staged`);
  const said = await fetch(`${world.test.url}/.well-known/release`);
  expect(await said.json()).toEqual({ release: outputs['release-id'] });
  const page = await (await fetch(world.test.url)).text();
  expect(page).toContain('id="config">{"api":"https://api.example.com"}</script>');
});

test('once more it is noop, and writes nothing', async () => {
  await runBundle(step(world));
  await world.cloud.control.clearJournal();
  const { exitCode, outputs } = await runBundle({ ...step(world), env: { GITHUB_RUN_ID: '813' } });
  expect(exitCode).toBe(0);
  expect(outputs.outcome).toBe('noop');
  const operations = (await callsIn(world)).map(({ operation }) => operation);
  expect(operations.filter((one) => !/^(Get|List|Head)/.test(one))).toEqual([]);
});

test('a dry run says what it would do', async () => {
  const { outputs, summary } = await runBundle(step(world, { 'dry-run': 'true' }));
  expect(outputs).toMatchObject({ outcome: 'planned', staged: '' });
  expect(summary).toContain('not done');
});

test('what a site may hold goes up: odd names, packed twins, an empty file', async () => {
  const odd = new Map([
    ['index.html', '<p>'],
    ['blog/[slug]/$a@b!(c)+d e.txt', 'odd'],
    ['empty.txt', ''],
  ]);
  await writeSite(join(world.workspace, 'odd'), odd);
  await writeSite(join(world.workspace, 'odd'), new Map([['index.html.br', brotliCompressSync('<p>') as never]]));
  const { exitCode, annotations } = await runBundle(step(world, { directory: 'odd', config: '' }));
  expect(exitCode).toBe(0);
  expect(annotations.map(({ message }) => message)).toEqual([
    expect.stringContaining('No file of the build counts as hashed'),
  ]);
  const { files } = JSON.parse(await stagedManifest(world));
  expect(files.map(({ path }: { path: string }) => path)).toEqual([...odd.keys()].sort());
  const found = await fetch(`${world.test.url}/${encodeURI('blog/[slug]/$a@b!(c)')}%2Bd%20e.txt`);
  expect(await found.text()).toBe('odd');
});

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input is told without the SDK', async () => {
  const { action, remove } = await entriesOf(new URL('..', import.meta.url));
  try {
    const { annotations } = await runBundle({ ...step(world, { timeout: 'soon' }), action });
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`timeout`')]);
    expect((await runBundle({ ...step(world), action })).annotations[0]?.message).toContain('index.js');
  } finally {
    await remove();
  }
});
