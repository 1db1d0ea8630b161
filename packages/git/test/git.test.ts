import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { commitAt, GitError, isAncestor, openGit } from '@actions-aws/git';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'git-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = { PATH: process.env.PATH, HOME: process.env.HOME };

function git(at: string, ...args: string[]): string {
  const settings = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...settings, ...args], { cwd: at, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(at: string, text: string): string {
  writeFileSync(path.join(at, 'file.txt'), text);
  git(at, 'add', '.');
  git(at, 'commit', '-qm', text);
  return git(at, 'rev-parse', 'HEAD');
}

it('tells commits with their parents, and what is not there', async () => {
  git(folder, 'init', '-q');
  const first = commit(folder, 'one');
  const second = commit(folder, 'two');
  git(folder, 'tag', '-am', 'annotated', 'v1');
  const opened = await openGit({ directory: folder, env });
  expect(await commitAt(opened, 'v1')).toMatchObject({
    sha: second,
    parents: [first],
    committedAt: expect.any(Number),
  });
  expect(await commitAt(opened, 'f'.repeat(40))).toBeUndefined();
  expect(await commitAt(opened, 'HEAD:file.txt')).toBeUndefined();
  expect(await commitAt(opened, '--all')).toBeUndefined();
  expect(await isAncestor(opened, first, second)).toBe('yes');
  expect(await isAncestor(opened, second, first)).toBe('no');
  expect(await isAncestor(opened, 'f'.repeat(40), first)).toBe('unknown');
});

it('does not say no where a shallow clone ends', async () => {
  const origin = path.join(folder, 'origin');
  git(folder, 'init', '-q', origin);
  const first = commit(origin, 'one');
  const second = commit(origin, 'two');
  const third = commit(origin, 'three');
  git(origin, 'update-ref', 'refs/heads/old', first);
  git(folder, 'clone', '-q', '--depth=1', '--no-single-branch', pathToFileURL(origin).href, 'clone');
  const opened = await openGit({ directory: path.join(folder, 'clone'), env });
  expect(await isAncestor(opened, first, third)).toBe('unknown');
  expect(await isAncestor(opened, second, third)).toBe('unknown');
  expect((await commitAt(opened, third))?.parents).toEqual([second]);
});

it('takes no repository that the job’s folder is in for the job’s own', async () => {
  git(folder, 'init', '-q');
  const outer = commit(folder, 'outer');
  const workspace = path.join(folder, 'work');
  const below = path.join(workspace, 'below');
  mkdirSync(below, { recursive: true });
  symlinkSync(workspace, path.join(folder, 'link'));
  const its = { ...env, GITHUB_WORKSPACE: workspace };
  for (const directory of [workspace, below])
    for (const GITHUB_WORKSPACE of [workspace, path.join(folder, 'link'), `${workspace}/`])
      await expect(openGit({ directory, env: { ...its, GITHUB_WORKSPACE } })).rejects.toThrow('in no git repository');
  expect((await commitAt(await openGit({ directory: below, env }), 'HEAD'))?.sha).toBe(outer);
  git(workspace, 'init', '-q');
  const inner = commit(workspace, 'inner');
  expect((await commitAt(await openGit({ directory: below, env: its }), 'HEAD'))?.sha).toBe(inner);
});

it('says which command failed, and what git said', async () => {
  git(folder, 'init', '-q');
  const opened = await openGit({ directory: folder, env });
  const failed = opened.run(['diff-tree', '-r', 'nothing', 'at-all']);
  await expect(failed).rejects.toThrow(GitError);
  await expect(failed).rejects.toThrow(/^git diff-tree ended with exit code 128: fatal: .*nothing/);
});

it('says that a git which does not know an option is too old', async () => {
  git(folder, 'init', '-q');
  const opened = await openGit({ directory: folder, env });
  const failed = opened.run(['diff-tree', '--option-of-a-later-git']);
  await expect(failed).rejects.toMatchObject({ name: 'UserError', hint: expect.stringContaining('2.31') });
});

it.each([
  ['no folder', 'missing', 'does not exist'],
  ['no repository', '.', 'is in no git repository'],
])('%s: says what to do', async (_, directory, message) => {
  await expect(openGit({ directory: path.join(folder, directory), env })).rejects.toThrow(message);
});
