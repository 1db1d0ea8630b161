import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckout } from '../src/checkout/checkout.ts';
import { newRepository, type Repository } from './support/repository.ts';

let repository: Repository;
let head: string;
beforeEach(() => {
  repository = newRepository();
  head = repository.commit({ 'api/a': '1', 'docs/x': '1', '.gitignore': 'ignored\n' });
});
afterEach(() => repository.remove());

const read = (asked: { paths?: string[]; key?: 'commit' | 'tree'; workingDirectory?: string } = {}, env = {}) =>
  readCheckout(
    { key: asked.key ?? 'commit', paths: asked.paths, workingDirectory: asked.workingDirectory ?? repository.folder },
    { PATH: process.env.PATH, GITHUB_REF: 'refs/heads/main', GITHUB_SHA: head, ...env },
  );

test('the commit that is checked out is read, from a folder inside as well, and its date is that of the committer', async () => {
  const second = repository.commit({ 'api/a': '2' }, { at: '2026-03-14T15:09:26+02:00' });
  const { head: found } = await read({ workingDirectory: join(repository.folder, 'api') }, { GITHUB_SHA: second });
  expect(found).toMatchObject({ sha: second, committedAt: Date.UTC(2026, 2, 14, 13, 9, 26) / 1000 });
});

test.each(['253402300800', '99999999999999', '18446744073709551614'])(
  'a commit that is of no year with four digits (%s) is told',
  async (seconds) => {
    repository.commit({}, { at: `@${seconds} +0000` });
    await expect(read()).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining('date') });
  },
);

test('a tag that is annotated leads to its commit', async () => {
  repository.git('tag', '--annotate', 'v1.0.0', '--message', 'one');
  const { ref } = await read({}, { GITHUB_REF: 'refs/tags/v1.0.0', GITHUB_SHA: repository.git('rev-parse', 'v1.0.0') });
  expect(ref).toEqual({ kind: 'tag', name: 'v1.0.0' });
});

test('another commit than the run’s has no name of a branch', async () => {
  repository.commit({ 'api/a': '2' });
  expect((await read()).ref.kind).toBe('none');
});

test.each([
  ['a changed file', () => repository.write('api/a', '2')],
  ['a file that is gone', () => rmSync(join(repository.folder, 'api/a'))],
  ['a file that is added to the index', () => [repository.write('api/new', ''), repository.git('add', 'api/new')]],
])('%s is refused, and named; with `key: tree` only in its paths', async (_what, change) => {
  change();
  await expect(read()).rejects.toMatchObject({ code: 'uncommitted', message: expect.stringContaining('`api/') });
  await expect(read({ key: 'tree' })).rejects.toMatchObject({ code: 'uncommitted' });
  await expect(read({ key: 'tree', paths: ['api'] })).rejects.toMatchObject({ code: 'uncommitted' });
  await expect(read({ key: 'tree', paths: ['docs'] })).resolves.toMatchObject({ unknown: [] });
  await expect(read({ key: 'tree', paths: ['.', '!api'] })).resolves.toMatchObject({ unknown: [] });
  await expect(read({ key: 'tree', paths: ['.', '!api', 'api'] })).rejects.toMatchObject({ code: 'uncommitted' });
});

test('a changed submodule is refused', async () => {
  const inner = newRepository();
  try {
    inner.commit({ x: '1' });
    repository.git('submodule', '--quiet', 'add', `file://${inner.folder}`, 'vendor');
    repository.commit({});
    await expect(read()).resolves.toBeDefined();
    repository.write('vendor/x', '2');
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('`vendor`') });
  } finally {
    inner.remove();
  }
});

test('files that git does not know are told with `key: tree`, and files that it ignores are not', async () => {
  repository.write('api/new', '');
  repository.write('ignored', '');
  expect((await read({ key: 'tree', paths: ['api'] })).unknown).toEqual(['api/new']);
  expect((await read({ key: 'tree', paths: ['docs'] })).unknown).toEqual([]);
  expect((await read()).unknown).toEqual([]);
});

test('what is in the name and not checked out is told: submodules, and files that a sparse checkout leaves out', async () => {
  const inner = newRepository();
  try {
    inner.commit({ x: '1' });
    repository.git('submodule', '--quiet', 'add', `file://${inner.folder}`, 'vendor');
    repository.commit({});
    expect((await read({ key: 'tree' })).missing).toEqual([]);
    const clone = repository.clone();
    expect((await read({ key: 'tree', workingDirectory: clone.folder })).missing).toEqual(['vendor']);
    expect((await read({ key: 'tree', workingDirectory: clone.folder, paths: ['api'] })).missing).toEqual([]);
    repository.git('sparse-checkout', 'set', 'docs');
    expect((await read({ key: 'tree', paths: ['api', 'docs'] })).missing).toEqual(['api/a']);
  } finally {
    inner.remove();
  }
});

test('a submodule in a submodule that is not checked out is told as well', async () => {
  const [inner, innermost] = [newRepository(), newRepository()];
  try {
    innermost.commit({ x: '1' });
    inner.git('submodule', '--quiet', 'add', `file://${innermost.folder}`, 'deep/er');
    inner.commit({});
    repository.git('submodule', '--quiet', 'add', `file://${inner.folder}`, 'vendor');
    repository.commit({});
    const clone = repository.clone('--recurse-submodules');
    expect((await read({ key: 'tree', workingDirectory: clone.folder })).missing).toEqual([]);
    clone.git('-C', 'vendor', 'submodule', '--quiet', 'deinit', '--force', 'deep/er');
    expect((await read({ key: 'tree', workingDirectory: clone.folder })).missing).toEqual(['vendor/deep/er']);
  } finally {
    inner.remove();
    innermost.remove();
  }
});

test('files of Git LFS that are pointers only are told: the image would have those', async () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n';
  repository.commit({ 'api/model.bin': pointer, 'docs/x.bin': pointer, '.gitattributes': 'api/*.bin filter=lfs' });
  expect((await read({ key: 'tree' })).missing).toEqual(['api/model.bin']);
  expect((await read({ key: 'tree', paths: ['docs'] })).missing).toEqual([]);
});

test('a checkout that the user’s own configuration made is not changed', async () => {
  const home = join(repository.folder, '..');
  // As `git lfs install` sets up its filter, for the user or for the system.
  writeFileSync(join(home, '.gitconfig'), '[filter "up"]\n\tclean = tr A-Z a-z\n\tsmudge = tr a-z A-Z\n');
  repository.commit({ 'api/a.up': 'text', '.gitattributes': '*.up filter=up' });
  const { folder } = repository.clone();
  const file = join(folder, 'api/a.up');
  expect(readFileSync(file, 'utf8')).toBe('TEXT');
  // Git has to look at the content.
  utimesSync(file, 0, 0);
  await expect(read({ workingDirectory: folder }, { HOME: home })).resolves.toBeDefined();
  writeFileSync(file, 'OTHER');
  await expect(read({ workingDirectory: folder }, { HOME: home })).rejects.toMatchObject({ code: 'uncommitted' });
});

test('no checkout, an empty one, and a payload that cannot be read are told', async () => {
  const empty = newRepository();
  try {
    await expect(read({ workingDirectory: empty.folder })).rejects.toMatchObject({
      message: expect.stringContaining('no commit yet'),
    });
    repository.write('payload', '{');
    repository.commit({});
    await expect(read({}, { GITHUB_EVENT_PATH: join(repository.folder, 'payload') })).rejects.toMatchObject({
      name: 'UserError',
    });
    rmSync(join(repository.folder, '.git'), { recursive: true });
    await expect(read()).rejects.toMatchObject({
      code: 'no-repository',
      hint: expect.stringContaining('actions/checkout'),
    });
  } finally {
    empty.remove();
  }
});

test('the checkout stays byte for byte as it is, also where git would refresh its index', async () => {
  execFileSync('touch', [join(repository.folder, 'api/a')]);
  const before = bytesIn(repository.folder);
  await read({ key: 'tree', paths: ['api', '!docs'] });
  expect(bytesIn(repository.folder)).toEqual(before);
});

function bytesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  );
}
