import { contentAt } from '../src/checkout/content.ts';
import { hashOfContent } from '../src/names/immutable.ts';
import { newRepository, type Repository } from './support/repository.ts';

let repository: Repository;
beforeEach(() => {
  repository = newRepository();
});
afterEach(() => repository.remove());

/** What names what is checked out. */
async function name(paths: readonly string[] = ['.'], at: Repository = repository): Promise<string> {
  const entries = await contentAt(await at.open(), at.git('rev-parse', 'HEAD'), paths);
  return hashOfContent({ component: '', entries, buildArgs: new Map() });
}

async function paths(...asked: string[]): Promise<string[]> {
  const entries = await contentAt(await repository.open(), repository.git('rev-parse', 'HEAD'), asked);
  return entries.map(({ path }) => path).sort();
}

test('the same content has the same name on a branch, after a merge, after a squash, after a revert and in a shallow clone', async () => {
  repository.commit({ 'api/a': '1', 'docs/x': '1' });
  repository.git('switch', '--quiet', '--create', 'feature');
  repository.commit({ 'api/a': '2' });
  repository.commit({ 'api/b': '1' });
  const tested = await name(['api']);
  const whole = await name();

  repository.git('switch', '--quiet', 'main');
  const before = await name(['api']);
  repository.commit({ 'docs/x': '2' });
  expect(await name(['api'])).toBe(before);

  repository.git('switch', '--quiet', '--create', 'merged');
  repository.git('merge', '--quiet', '--no-ff', 'feature');
  expect(await name(['api'])).toBe(tested);
  expect(await name()).not.toBe(whole);

  repository.git('switch', '--quiet', 'main');
  repository.git('merge', '--quiet', '--squash', 'feature');
  const squash = repository.commit({});
  expect(await name(['api'])).toBe(tested);

  expect(await name(['api'], repository.clone('--depth=1'))).toBe(tested);
  repository.git('revert', '--no-edit', squash);
  expect(await name(['api'])).toBe(before);
});

test('a mode and a moved file are other contents', async () => {
  repository.commit({ 'api/run': '1' });
  const plain = await name();
  repository.git('update-index', '--chmod=+x', 'api/run');
  repository.git('commit', '--quiet', '--message', 'mode');
  const executable = await name();
  repository.git('mv', 'api/run', 'api/start');
  repository.git('commit', '--quiet', '--message', 'move');
  expect(new Set([plain, executable, await name()]).size).toBe(3);
});

test('paths are files, folders and patterns, and their lines hold in order', async () => {
  repository.commit({
    'api/a.ts': '',
    'api/deep/b.ts': '',
    'api/deep/b.md': '',
    'web/a.ts': '',
    Dockerfile: '',
    '[x]/y': '',
  });
  expect(await paths('Dockerfile')).toEqual(['Dockerfile']);
  for (const folder of ['api', 'api/', './api', '/api', 'api/**']) {
    expect(await paths(folder)).toEqual(['api/a.ts', 'api/deep/b.md', 'api/deep/b.ts']);
  }
  expect(await paths('*/a.ts')).toEqual(['api/a.ts', 'web/a.ts']);
  expect(await paths('**/*.ts')).toEqual(['api/a.ts', 'api/deep/b.ts', 'web/a.ts']);
  expect(await paths('.', '![[]x]', '!api/deep')).toEqual(['Dockerfile', 'api/a.ts', 'web/a.ts']);
  expect(await paths('a*')).toEqual(await paths('api'));
  expect(await paths('[x]/y')).toEqual(['[x]/y']);
  expect(await paths('api', '!**/*.md', 'api/deep/b.md')).toHaveLength(3);
  expect(await paths('api', '!**/*.md')).toHaveLength(2);
});

test('attributes that hold for the content belong to it, wherever they stand; those of other folders do not', async () => {
  repository.commit({ 'api/deep/run.sh': '1', 'web/x': '1' });
  const names = [await name(['api/deep'])];
  for (const file of ['.gitattributes', 'api/.gitattributes']) {
    repository.commit({ [file]: '*.sh text eol=crlf' });
    names.push(await name(['api/deep']));
  }
  expect(new Set(names).size).toBe(3);
  repository.commit({
    'web/.gitattributes': '*.sh text eol=crlf',
    'api/other/.gitattributes': '* text',
    'api/other/x': '',
  });
  expect(await name(['api/deep'])).toBe(names.at(-1));
  expect(await name(['.', '!**/.gitattributes'])).toBe(await name(['.']));
});

test('odd names are told apart: line breaks, quotes, bytes that are no text, names that begin with a dash or a colon', async () => {
  const odd = ['a\nb', 'a"b', 'a\tb', '-rf', ':(top)x', 'ünï', 'a\\b', '$(id)'];
  repository.commit(Object.fromEntries(odd.map((file) => [`src/${file}`, file])));
  expect(await paths('src')).toEqual(odd.map((file) => Buffer.from(`src/${file}`).toString('latin1')).sort());
  expect(await paths('src/-rf')).toEqual(['src/-rf']);
  expect(await paths('src/ünï')).toHaveLength(1);
});

test('each path that matches nothing is named, one that is only on the disk is none, and a submodule counts by its commit', async () => {
  repository.commit({ 'api/a': '' });
  repository.write('api/new', '');
  await expect(paths('api', 'web', '!docs/**', 'api/new')).rejects.toMatchObject({
    message: expect.stringMatching(/`web`, `!docs\/\*\*`, `api\/new`, which match nothing/),
    code: 'no-content',
  });
  await expect(paths('api', '!api/**')).rejects.toMatchObject({ message: expect.stringContaining('takes out all') });

  const inner = newRepository();
  try {
    inner.commit({ 'lib/x': '1' });
    repository.git('submodule', '--quiet', 'add', `file://${inner.folder}`, 'vendor');
    repository.commit({});
    const first = await name(['vendor']);
    await expect(paths('vendor/lib')).rejects.toMatchObject({ hint: expect.stringContaining('submodule `vendor`') });
    inner.commit({ 'lib/x': '2' });
    repository.git('submodule', '--quiet', 'update', '--remote');
    repository.commit({});
    expect(await name(['vendor'])).not.toBe(first);
  } finally {
    inner.remove();
  }
});

test('a repository of SHA-256 has names, too', async () => {
  const other = newRepository();
  try {
    other.git('init', '--quiet', '--object-format=sha256', 'new');
    const inside = { ...other, git: (...args: string[]) => other.git('-C', 'new', ...args) };
    inside.git('commit', '--quiet', '--allow-empty', '--message', 'first');
    other.write('new/a', '1');
    inside.git('add', '--all');
    inside.git('commit', '--quiet', '--message', 'second');
    const { openGit } = await import('@actions-aws/git');
    const git = await openGit({ directory: `${other.folder}/new`, env: process.env });
    const entries = await contentAt(git, inside.git('rev-parse', 'HEAD'), ['.']);
    expect(entries).toEqual([{ path: 'a', mode: '100644', object: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  } finally {
    other.remove();
  }
});
