import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fail, flag, given, input, introduce, output } from '../runner.mjs';

introduce('takes the repository from a copy of the folder that act was started with');
if (input('repository').toLowerCase() !== given.name.toLowerCase())
  fail(`repository: ${input('repository')} is another than ${given.name}, and there is no network here.`);

const workspace = process.env.GITHUB_WORKSPACE;
const folder = path.resolve(workspace, input('path'));
if (folder !== workspace && !folder.startsWith(workspace + path.sep))
  fail(`path: ${input('path')} is not below the workspace.`);
const depth = Number(input('fetch-depth'));
if (!Number.isInteger(depth) || depth < 0) fail(`fetch-depth: ${input('fetch-depth')} is not a number from 0 on.`);

mkdirSync(folder, { recursive: true });
// The real action empties a folder that is not a clone of this repository.
if (flag('clean')) for (const entry of readdirSync(folder)) rmSync(path.join(folder, entry), { recursive: true });

const source = `file://${given.repository}`;
const wanted = input('ref') || (process.env.GITHUB_REF ?? '');
git('init', '--quiet', '--initial-branch', 'main');
// The address is that of the local GitHub; git takes it from the copy all the same, since no token is kept.
const address = `${process.env.GITHUB_SERVER_URL ?? 'https://github.com'}/${given.name}`;
git('remote', 'add', 'origin', address);
git('config', `url.${source}.insteadOf`, address);

if (depth === 0) git('fetch', '--quiet', '--tags', 'origin', '+refs/heads/*:refs/remotes/origin/*');
const commit = resolved(input('ref') === '' ? process.env.GITHUB_SHA : wanted);
if (depth > 0)
  git('fetch', '--quiet', flag('fetch-tags') ? '--tags' : '--no-tags', '--depth', String(depth), 'origin', commit);
// The merge of a pull request is on no branch.
else git('fetch', '--quiet', '--no-tags', 'origin', commit);
const branch = /^refs\/heads\//.test(wanted) ? wanted.slice(11) : branchNames().includes(wanted) ? wanted : undefined;
if (branch) {
  git('checkout', '--quiet', '--force', '-B', branch, commit);
  git('update-ref', `refs/remotes/origin/${branch}`, commit);
} else {
  git('checkout', '--quiet', '--force', '--detach', commit);
  // Where the real action keeps the merge of a pull request.
  if (/^refs\/pull\//.test(wanted)) git('update-ref', wanted.replace('refs/pull/', 'refs/remotes/pull/'), commit);
}
output('ref', wanted);
output('commit', commit);
console.log(`${commit} of ${wanted}, ${depth === 0 ? 'whole history' : `${depth} deep`}`);

/** The commit that a ref means in the source. */
function resolved(ref) {
  if (/^[0-9a-f]{40}$/.test(ref)) return ref;
  const names = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  const listed = git('ls-remote', source, ...names, ...names.map((name) => `${name}^{}`))
    .split('\n')
    .filter(Boolean);
  // Of an annotated tag the commit stands last, with ^{} behind its name.
  return listed.at(-1)?.split('\t')[0] ?? fail(`A branch or tag with the name '${ref}' could not be found`);
}

function branchNames() {
  return git('ls-remote', '--heads', source)
    .split('\n')
    .map((line) => line.split('refs/heads/')[1]);
}

function git(...args) {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
  return execFileSync('git', ['-c', 'safe.directory=*', ...args], { cwd: folder, env, encoding: 'utf8' });
}
