import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleStep, copyWithout, entriesOf, gapsIn, runBundle, startBundle } from '@actions-aws/testing';
import { hashOfFolder } from '@actions-aws/testing/git';
import { type Clone, newWorld, type World } from './support/world.ts';

const action = fileURLToPath(new URL('..', import.meta.url));
const FILTERS = 'shared: shared/**\napi:\n  paths: services/api/**\n  needs: shared\nweb:\n  - web/**';

let world: World;
let temp: string;
let before: string;
let after: string;
let clone: Clone;
beforeAll(() => {
  world = newWorld();
  temp = mkdtempSync(join(tmpdir(), 'runner-'));
  before = world.origin.commit('main', { 'shared/a': 'a', 'web/a': 'a', 'docs/a': 'a' });
  after = world.origin.commit('main', { 'shared/a': 'b', 'docs/a\n::error::x': 'a', 'docs/caf\xc3\xa9': '' });
  clone = world.clone();
});
afterAll(() => {
  world.remove();
  rmSync(temp, { recursive: true });
});

/** A push of one commit. */
function push(inputs: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}): BundleStep {
  const event = join(temp, 'event.json');
  const repository = { default_branch: 'main' };
  writeFileSync(
    event,
    JSON.stringify({ ref: 'refs/heads/main', before, after, forced: false, commits: [{}], repository }),
  );
  return {
    action,
    workspace: clone.folder,
    inputs: { filters: FILTERS, token: '', ...inputs },
    env: {
      GITHUB_EVENT_PATH: event,
      GITHUB_SHA: after,
      GITHUB_SERVER_URL: `file://${join(world.origin.directory, '../..')}`,
      GITHUB_REPOSITORY: 'org/repo',
      RUNNER_TEMP: temp,
      ...env,
    },
  };
}

test('a push: an output of each component, lists in files, and a checkout as it was', async () => {
  const untouched = hashOfFolder(clone.folder);
  const { exitCode, outputs, summary, annotations, stdout } = await runBundle(push());
  expect(annotations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(outputs).toMatchObject({
    shared: 'true',
    api: 'true',
    web: 'false',
    changes: '["shared","api"]',
    any: 'true',
    matrix: '{"include":[{"component":"shared"},{"component":"api","deleted":true}]}',
    base: before,
    head: after,
    strategy: 'push',
    complete: 'true',
    count: '3',
    truncated: 'false',
  });
  const files = readFileSync(outputs['files-nul']!, 'utf8').split('\0');
  expect(files.sort()).toEqual(['', './docs/a\n::error::x', './docs/café', './shared/a']);
  expect(readFileSync(outputs['files-json']!, 'utf8')).toContain('"path":"docs/a\\n::error::x"');
  expect(summary).toContain('| api | yes | It needs `shared`. No file of it is left. |');
  expect(stdout).toContain('added `docs/a\\n::error::x`');
  expect(hashOfFolder(clone.folder)).toBe(untouched);
  expect(readdirSync(temp).filter((name) => !/^(?:detect-changes-.*|event\.json)$/.test(name))).toEqual([]);
});

test('no checkout and no token: everything counts as changed, red only where that is asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'empty-'));
  try {
    const step = { ...push(), workspace: folder };
    const all = await runBundle(step);
    expect(all.exitCode).toBe(0);
    expect(all.outputs).toMatchObject({
      shared: 'true',
      api: 'true',
      web: 'true',
      any: 'true',
      complete: 'false',
      count: '',
    });
    expect(all.annotations).toEqual([expect.objectContaining({ level: 'warning' })]);
    const red = await runBundle({ ...step, inputs: { ...step.inputs, 'on-unknown': 'fail' } });
    expect(red.exitCode).toBe(1);
    expect(red.outputs).toMatchObject({ shared: 'true', api: 'true', web: 'true', any: 'true', complete: 'false' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a payload that cannot be read is red, and no component is false', async () => {
  const { exitCode, outputs, annotations } = await runBundle(push({}, { GITHUB_EVENT_PATH: join(temp, 'none.json') }));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ shared: 'true', api: 'true', web: 'true', complete: 'false' });
  expect(annotations[0]?.message).toContain('payload');
});

test.each<readonly [mistake: string, inputs: Readonly<Record<string, string>>, says: string]>([
  ['a misspelt key', { filters: 'api: {path: a}' }, '`filters.api.path`'],
  ['what is ignored', { ignore: 'web' }, '`ignore` has `web`'],
  ['a job without a success', { 'since-job': 'deploy' }, 'does nothing without `since: last-success`'],
  ['two bases', { since: 'parent', base: 'main' }, 'cannot be given together with `since`'],
  ['an option of git as a base', { base: '--output=x' }, 'must be a commit, a branch or a tag'],
  ['a range as a base', { base: 'a..b' }, 'must be a commit, a branch or a tag'],
  ['a folder that is not there', { 'working-directory': 'nowhere' }, '`working-directory`'],
  ['what to do, misspelt', { 'on-unknown': 'al' }, 'must be `all` or `fail`'],
])('%s is one clear error', async (_, inputs, says) => {
  const { exitCode, annotations } = await runBundle(push(inputs));
  expect(exitCode).toBe(1);
  expect(annotations).toHaveLength(1);
  expect(annotations[0]?.message).toContain(says);
});

describe('what ships', () => {
  test('is complete, and brings the licence of every package along', async () => {
    expect(await gapsIn(action)).toEqual([]);
  });

  test('tells a wrong input without git', async () => {
    const copy = await entriesOf(action);
    try {
      const { annotations } = await runBundle({ ...push({ 'on-unknown': 'maybe' }), action: copy.action });
      expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`on-unknown`')]);
    } finally {
      await copy.remove();
    }
  });

  test('reads plain filters without a parser of YAML, which takes longer to load than all the rest', async () => {
    const copy = await copyWithout(action, /\bclass Composer\b/);
    try {
      expect(copy.leftOut).toHaveLength(1);
      const { exitCode, outputs } = await runBundle({ ...push(), action: copy.action });
      expect(exitCode).toBe(0);
      expect(outputs.shared).toBe('true');
      expect((await runBundle({ ...push({ filters: '{ shared: "shared/**" }' }), action: copy.action })).exitCode).toBe(
        1,
      );
    } finally {
      await copy.remove();
    }
  });
});

test('names of branches and tags that try to write commands or outputs are data', async () => {
  const name = "x$(id)`y`%0A|<b>'&z";
  world.origin.git('branch', name, before);
  const { stdout, outputs, summary, annotations, exitCode } = await runBundle(push({ base: name }));
  expect(exitCode).toBe(0);
  expect(annotations).toEqual([]);
  expect(stdout.split('\n').filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  // In a code span nothing is read as HTML.
  expect(summary.replace(/`[^`]*`/g, '')).not.toContain('<b>');
  expect(outputs).toMatchObject({ strategy: 'base', base: before, shared: 'true', web: 'false' });
});

test('a run that is cancelled while it fetches ends at once, and no component is false', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const step = push({ since: 'f'.repeat(40) }, { GITHUB_SERVER_URL: `http://127.0.0.1:${port}` });
  // Hanging up in the end also ends the git that was left behind.
  const asked = new Promise<Socket>((resolve) => silent.once('connection', resolve));
  try {
    const running = startBundle(step);
    await asked;
    const { exitCode, outputs, annotations } = await running.kill('SIGTERM');
    expect(exitCode).toBe(1);
    expect(annotations.map(({ message }) => message)).toEqual(['The run was cancelled (SIGTERM).']);
    expect(outputs).toMatchObject({ shared: 'true', api: 'true', web: 'true', complete: 'false', count: '' });
  } finally {
    (await asked).destroy();
    silent.close();
  }
});
