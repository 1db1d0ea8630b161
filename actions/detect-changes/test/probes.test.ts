import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EndedBundle, runBundle } from '@actions-aws/testing';
import { type Clone, newWorld, type World, ZERO } from './support/world.ts';

// What other actions get wrong in silence, asked of the bundle in real repositories.

const action = fileURLToPath(new URL('..', import.meta.url));

let world: World;
let temp: string;
beforeEach(() => {
  world = newWorld();
  temp = mkdtempSync(path.join(tmpdir(), 'probes-'));
});
afterEach(() => {
  world.remove();
  rmSync(temp, { recursive: true });
});

/** A step without a token, after an event. */
function detect(
  checkout: Clone,
  filters: string,
  sha: string,
  payload: object,
  env: Readonly<Record<string, string>> = {},
): Promise<EndedBundle> {
  const event = path.join(temp, 'event.json');
  writeFileSync(event, JSON.stringify({ repository: { default_branch: 'main' }, ...payload }));
  return runBundle({
    action,
    workspace: checkout.folder,
    inputs: { filters, token: '' },
    env: {
      GITHUB_EVENT_PATH: event,
      GITHUB_SHA: sha,
      GITHUB_SERVER_URL: world.url.replace('/org/repo', ''),
      GITHUB_REPOSITORY: 'org/repo',
      RUNNER_TEMP: temp,
      ...env,
    },
  });
}

const push = (before: string, after: string, forced = false) => ({ before, after, forced, commits: [{}] });

/** Commits of a branch, each with a file of its own below the branch's name. */
function commits(branch: string, count: number): string[] {
  return world.origin.commits(
    branch,
    Array.from({ length: count }, (_, index) => ({ [`${branch}/${index}.ts`]: `${index}` })),
  );
}

/** The paths of a list that are there. */
const pathsOf = ({ outputs }: EndedBundle): string[] =>
  readFileSync(outputs['files-nul']!, 'latin1').split('\0').slice(0, -1).sort();

test('names: of any bytes, like commands, like options; a move counts on both ends; a negation takes away only its own', async () => {
  const odd = ['a\nb', 'x\n::error::y', '$(id).txt', '-rf', 'a\tb', '"quoted"', 'back\\slash', 'caf\xc3\xa9', '\xff'];
  const before = world.origin.commit('main', { 'a/moved.ts': 'same', 'docs/a.md': '1', 'lib/a.ts': '1' });
  const after = world.origin.commit('main', {
    ...Object.fromEntries(odd.map((name) => [`src/${name}`, 'x'])),
    'a/moved.ts': undefined,
    'b/moved.ts': 'same',
    'docs/a.md': '2',
    '-rf': 'x',
    'line\nbreak': 'x',
  });
  const filters =
    "all: '**'\nbreak: '*break'\nsrc: src/**\na: a/**\nb: b/**\nlib: [lib/**, '!lib/**/*.md']\nno-md: ['!**/*.md']";
  const ended = await detect(world.clone(), filters, after, push(before, after));
  expect(ended).toMatchObject({ exitCode: 0, annotations: [] });
  const { outputs, stdout } = ended;
  expect(outputs).toMatchObject({ all: 'true', break: 'true', src: 'true', a: 'true', b: 'true', lib: 'false' });
  expect(outputs.count).toBe('13');
  const inSrc = odd.map((name) => `./src/${name}`);
  expect(pathsOf(ended)).toEqual(
    ['./-rf', './a/moved.ts', './b/moved.ts', './docs/a.md', './line\nbreak', ...inSrc].sort(),
  );
  for (const json of [outputs.files!, readFileSync(outputs['files-json']!, 'utf8')]) {
    const listed: { path: string }[] = JSON.parse(json);
    expect(listed.map((one) => one.path)).toContain('src/$(id).txt');
  }
  expect(stdout).toContain('::error::y');
  expect(stdout).not.toMatch(/^\s*::/m);
});

test('a new branch of three commits: all three', async () => {
  const base = commits('main', 2).at(-1)!;
  world.origin.git('update-ref', 'refs/heads/topic', base);
  const after = commits('topic', 3).at(-1)!;
  const ref = { GITHUB_REF: 'refs/heads/topic', GITHUB_REF_NAME: 'topic' };
  const ended = await detect(world.checkout(after, 0), 'topic: topic/**\nmain: main/**', after, push(ZERO, after), ref);
  expect(ended).toMatchObject({ exitCode: 0, outputs: { topic: 'true', main: 'false', base, complete: 'true' } });
  expect(pathsOf(ended)).toEqual(['./topic/0.ts', './topic/1.ts', './topic/2.ts']);
});

test('a forced push, and what was before is gone: all that the branch has, or everything, and it says which', async () => {
  const base = commits('main', 1).at(-1)!;
  world.origin.git('update-ref', 'refs/heads/topic', base);
  const after = commits('topic', 3).at(-1)!;
  const gone = push('1'.repeat(40), after, true);
  const ref = { GITHUB_REF: 'refs/heads/topic', GITHUB_REF_NAME: 'topic' };
  const filters = 'topic: topic/**\nmain: main/**';
  const branch = await detect(world.checkout(after, 1), filters, after, gone, ref);
  expect(branch).toMatchObject({ exitCode: 0, outputs: { topic: 'true', main: 'false', strategy: 'fork-point' } });
  expect(pathsOf(branch)).toHaveLength(3);
  const main = await detect(world.checkout(base, 1), filters, base, push('1'.repeat(40), base, true));
  expect(main.outputs).toMatchObject({ topic: 'true', main: 'true', complete: 'false' });
  expect(main.annotations).toEqual([expect.objectContaining({ level: 'warning' })]);
});

test('a push of thirty commits in a clone that is one deep: all thirty', async () => {
  const [before, ...pushed] = commits('main', 31);
  const after = pushed.at(-1)!;
  const ended = await detect(
    world.checkout(after, 1),
    'first: main/1.ts\nlast: main/30.ts',
    after,
    push(before!, after),
  );
  expect(ended).toMatchObject({ exitCode: 0, annotations: [] });
  expect(ended.outputs).toMatchObject({ count: '30', first: 'true', last: 'true', complete: 'true' });
});

test('workflow_dispatch on a merge commit: what the merge brought', async () => {
  const root = commits('main', 1)[0]!;
  world.origin.git('update-ref', 'refs/heads/topic', root);
  const topic = commits('topic', 2).at(-1)!;
  const base = world.origin.commit('main', { 'later.ts': 'x' });
  const merge = world.origin.commit('main', { 'topic/0.ts': '0', 'topic/1.ts': '1' }, { parents: [base, topic] });
  const event = { GITHUB_EVENT_NAME: 'workflow_dispatch' };
  const ended = await detect(world.checkout(merge, 0), 'topic: topic/**\nlater: later.ts', merge, {}, event);
  expect(ended).toMatchObject({ exitCode: 0, outputs: { topic: 'true', later: 'false', count: '2' } });
});

test('the head of a pull request, whose base went on: nothing of the base', async () => {
  const root = commits('main', 1)[0]!;
  world.origin.git('update-ref', 'refs/heads/topic', root);
  const head = commits('topic', 2).at(-1)!;
  const base = world.origin.commit('main', { 'later.ts': 'x' });
  const payload = { pull_request: { number: 1, base: { sha: base, ref: 'main' }, head: { sha: head } } };
  const event = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/1/merge' };
  const ended = await detect(world.checkout(head, 0), 'topic: topic/**\nlater: later.ts', head, payload, event);
  expect(ended).toMatchObject({ exitCode: 0, outputs: { topic: 'true', later: 'false', count: '2', base: root } });
});

test('a misspelt status, and a filter by the name of an output: errors, all at once', async () => {
  const after = commits('main', 2).at(-1)!;
  const filters = 'api: {paths: a/**, status: addd}\nweb:\n  - addd: b/**\nchanges: c/**';
  const ended = await detect(world.clone(), filters, after, {});
  expect(ended.exitCode).toBe(1);
  expect(ended.annotations).toHaveLength(1);
  for (const named of ['`filters.api.status`', '`filters.web', '`filters.changes`']) {
    expect(ended.annotations[0]!.message).toContain(named);
  }
  expect(ended.annotations[0]!.message.match(/addd/g)!.length).toBeGreaterThanOrEqual(2);
});
