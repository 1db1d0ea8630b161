import type { Tree } from '@actions-aws/testing/git';
import type { Change } from '../../src/changes.ts';
import { type GitHubWorld, githubWorld } from '../support/github-world.ts';

let world: GitHubWorld;
beforeEach(async () => {
  world = await githubWorld();
});
afterEach(() => world.stop());

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');
const many = (from: number, to: number): Tree =>
  Object.fromEntries(
    Array.from({ length: to - from }, (_, index) => [`files/${from + index}.txt`, `x${from + index}`]),
  );
const sorted = (changes: readonly Change[]) =>
  changes.map(({ status, path, from }) => [status, path, ...(from === undefined ? [] : [from])].join(' ')).sort();

const before: Tree = {
  'edited.txt': 'a\n',
  'gone.txt': 'b\n',
  'moved.txt': lines(10),
  'moved-and-edited.txt': lines(20),
  'copied.txt': lines(30),
  'typed.txt': 'to\n',
  'mode.sh': 'x\n',
  sub: { content: '1'.repeat(40), mode: '160000' },
};
const change: Tree = {
  'edited.txt': 'a\nb\n',
  'gone.txt': undefined,
  'moved.txt': undefined,
  'new/moved.txt': lines(10),
  'moved-and-edited.txt': undefined,
  'new/moved-and-edited.txt': `${lines(20)}more\n`,
  'copied.txt': `${lines(30)}more\n`,
  'copy.txt': lines(30),
  'typed.txt': { content: 'to', mode: '120000' },
  'mode.sh': { content: 'x\n', mode: '100755' },
  'new\nline\t"quoted"\\': 'c\n',
  'caf\xc3\xa9.txt': 'd\n',
  '-rf': 'e\n',
  sub: { content: '2'.repeat(40), mode: '160000' },
};

/** What git says of two commits, exact renames alone, in the action's words. */
function byGit(base: string, head: string): readonly string[] {
  const fields = world.history.git('diff', '--name-status', '-z', '-M100%', '--no-ext-diff', base, head).split('\0');
  const words = { A: 'added', D: 'deleted', M: 'modified', R: 'renamed', T: 'type-changed' } as const;
  const found: Change[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const letter = (fields[at] ?? '').slice(0, 1) as keyof typeof words;
    const isPair = letter === 'R';
    const path = fields[at + (isPair ? 2 : 1)] ?? '';
    found.push({ status: words[letter], path, ...(isPair && { from: fields[at + 1] ?? '' }) });
    at += isPair ? 3 : 2;
  }
  return sorted(found);
}

test('a pull request’s files and a comparison’s are git’s own: exact renames, types, modes, submodules, odd names', async () => {
  const base = world.history.commit('main', before);
  const head = world.history.commit('topic', change, { parents: [base] });
  const later = world.history.commit('main', { 'later.txt': 'not of the topic' });
  world.local.setPull({ number: 5, base: { ref: 'main', sha: later }, head: { ref: 'topic', sha: head } });
  const github = world.connect();
  const [pull, compared] = [await github.pullRequestFiles(5), await github.compare(later, head)];
  expect(pull).toMatchObject({ complete: true, base: later, head });
  expect(compared).toMatchObject({ complete: true, mergeBase: base });
  expect(sorted(pull.files)).toEqual(byGit(base, head));
  expect(sorted(compared?.files ?? [])).toEqual(byGit(base, head));
  expect(pull.files.filter(({ submodule }) => submodule)).toEqual([
    { status: 'modified', path: 'sub', submodule: true },
  ]);
});

test('250 files come whole, in pages', async () => {
  const base = world.history.commit('main', { 'a.txt': 'a' });
  const head = world.history.commit('topic', many(0, 250), { parents: [base] });
  world.local.setPull({ number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } });
  const { files, complete } = await world.connect().pullRequestFiles(5);
  expect([files.length, complete]).toEqual([250, true]);
  expect(world.local.requests.filter(({ path }) => path.includes('/files'))).toHaveLength(3);
});

test('3,000 files of a pull request and 300 of a comparison are not all, as far as GitHub tells', async () => {
  const base = world.history.commit('main', { 'a.txt': 'a' });
  const three = world.history.commit('three', many(0, 300), { parents: [base] });
  const head = world.history.commit('topic', many(0, 3001), { parents: [base] });
  const github = world.connect();
  world.local.setPull({ number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } });
  expect(await github.pullRequestFiles(5)).toMatchObject({
    complete: false,
    files: { length: 3000 },
    reason: 'Pull request 5 changes 3001 files, and GitHub lists no more than 3000.',
  });
  expect(await github.compare(base, three)).toMatchObject({ complete: false, files: { length: 300 }, mergeBase: base });
  expect(await github.compare(three, head)).toMatchObject({ complete: false, files: { length: 300 } });
});

test('a pull request that says another number of files than it lists is not complete', async () => {
  const base = world.history.commit('main', { 'a.txt': 'a' });
  const head = world.history.commit('topic', { 'b.txt': 'b' }, { parents: [base] });
  const pull = { number: 5, base: { ref: 'main', sha: base }, head: { ref: 'topic', sha: head } };
  world.local.setPull({ ...pull, changedFiles: 2 });
  expect(await world.connect().pullRequestFiles(5)).toMatchObject({
    complete: false,
    reason: 'Pull request 5 changes 2 files, as GitHub says, and it lists 1.',
  });
});

test('names that are not UTF-8 cannot be told from GitHub’s answer, so it is not complete', async () => {
  const base = world.history.commit('main', { 'a.txt': 'a' });
  const head = world.history.commit('topic', { 'caf\xe9.txt': 'b', 'src/c.txt': 'c' }, { parents: [base] });
  const github = world.connect();
  expect(await github.compare(base, head)).toMatchObject({
    complete: false,
    files: [{ path: 'caf\xef\xbf\xbd.txt' }, { path: 'src/c.txt' }],
  });
  expect((await github.tree(head)).complete).toBe(false);
});

test('nothing in common, and commits that are not there, are no comparison', async () => {
  const base = world.history.commit('main', { 'a.txt': 'a' });
  const other = world.history.commit('other', { 'b.txt': 'b' }, { parents: [] });
  const github = world.connect();
  expect(await github.compare(base, other)).toBeUndefined();
  expect(await github.compare('f'.repeat(40), base)).toBeUndefined();
});

test('what is not changed at all is an empty list, and complete', async () => {
  const base = world.history.commit('main', { 'a.txt': 'a' });
  expect(await world.connect().compare(base, base)).toEqual({ files: [], complete: true, mergeBase: base });
});
