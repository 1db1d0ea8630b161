import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Git, gitIn, line } from './git.ts';
import type { Id } from './plan/state.ts';
import { type Committed, commitOf, commitTree } from './tree/commit.ts';
import type { Files } from './tree/refusals.ts';
import { filesIn } from './tree/write.ts';

/**
 * Builds sources that were checked out into `folder`: the tree into `out`, and the list of what ships into the file `sbom`.
 */
export type Build = (folder: string, out: string, sbom: string) => Promise<void>;

/** The command of the sources themselves, with the toolchain that they pin: it installs that first. */
export const buildByCommand: Build = async (folder, out, sbom) => {
  const run = path.join(folder, 'packages/workspace/src/run.mjs');
  const args = [run, 'release', 'build', '--out', out, ...(sbom ? ['--sbom', sbom] : [])];
  await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64e6, env: withoutSecrets(process.env) });
};

/** The environment without what a compromised package could release, sign or read with. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const secret = /^(GITHUB_TOKEN|GH_TOKEN|RELEASE_TOKEN|ACTIONS_.*(TOKEN|URL))$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secret.test(name)));
}

/** Checks a commit out into a new folder, as a worktree of the repository: what runs there can read its history. */
export async function checkOut(git: Git, commit: Id, folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  await git(['worktree', 'add', '--quiet', '--detach', folder, commit]);
}

/** What building a commit gives: the files of the tree, and the list of what is in them. */
export interface BuiltSources {
  readonly files: Files;
  readonly sbom: Buffer | undefined;
}

/**
 * Builds a commit in a folder of its own below `scratch`.
 *
 * @param withSbom false for older sources, whose command may not know how.
 */
export async function buildSources(
  git: Git,
  commit: Id,
  scratch: string,
  build: Build,
  withSbom: boolean,
): Promise<BuiltSources> {
  const home = path.join(scratch, commit.slice(0, 12));
  const [folder, out, sbom] = [path.join(home, 'sources'), path.join(home, 'tree'), path.join(home, 'sbom.json')];
  await checkOut(git, commit, folder);
  await build(folder, out, withSbom ? sbom : '');
  const names = await filesIn(out);
  const files = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(out, name))] as const)),
  );
  return { files, sbom: withSbom ? await readFile(sbom) : undefined };
}

/** The release commit: a tree as a child of its sources. Equal sources give an equal id, so two runs make the same one. */
export async function releaseCommit(git: Git, sources: Id, version: string, files: Files): Promise<Committed> {
  const time = await timeOf(git, sources);
  const message = `release: v${version}\n\nBuilt from ${sources}: \`npm run release -- verify v${version}\` compares.\n`;
  return commitTree(git, files, { message, time, parent: sources });
}

/** Changesets of a commit that no version has taken up yet. */
export async function waitingChangesets(git: Git, commit: Id): Promise<string[]> {
  const names = (await line(git(['ls-tree', '--name-only', commit, '.changeset/']))).split('\n').filter(Boolean);
  // A prerelease keeps what it took up, for the release after it: https://github.com/changesets/changesets/blob/main/docs/prereleases.md
  const taken: string[] = names.includes('.changeset/pre.json')
    ? JSON.parse(await line(git(['show', `${commit}:.changeset/pre.json`]))).changesets
    : [];
  return names
    .map((name) => path.posix.basename(name))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => name.slice(0, -'.md'.length))
    .filter((name) => !taken.includes(name));
}

/** The version that all actions of a commit have. */
export async function versionAt(git: Git, commit: Id): Promise<string> {
  const folders = (await line(git(['ls-tree', '--name-only', commit, 'actions/']))).split('\n').filter(Boolean);
  const versions = await Promise.all(
    folders.map(
      async (folder) => JSON.parse(await line(git(['show', `${commit}:${folder}/package.json`]))).version as string,
    ),
  );
  const [version] = versions;
  if (version === undefined || new Set(versions).size > 1) {
    throw new Error(`All actions have one version, but these have ${[...new Set(versions)].join(', ') || 'none'}.`);
  }
  return version;
}

/** A commit in which changesets have become versions and changelogs. Equal sources give an equal id. */
export async function versionCommit(git: Git, from: Id, scratch: string): Promise<Id> {
  const folder = path.join(scratch, `version-${from.slice(0, 12)}`);
  await checkOut(git, from, folder);
  const changesets = createRequire(import.meta.url).resolve('@changesets/cli/bin.js');
  await promisify(execFile)(process.execPath, [changesets, 'version'], {
    cwd: folder,
    env: withoutSecrets(process.env),
  });
  const directory = await line(git(['rev-parse', '--git-path', `worktrees/${path.basename(folder)}`]));
  const inFolder = gitIn(path.resolve(directory), {}, folder);
  await inFolder(['-C', folder, 'add', '--all']);
  const tree = await line(inFolder(['-C', folder, 'write-tree']));
  const time = await timeOf(git, from);
  return commitOf(git, tree, { message: 'release: versions and changelogs\n', time, parent: from });
}

async function timeOf(git: Git, commit: Id): Promise<number> {
  return Number(await line(git(['show', '--no-patch', '--format=%ct', commit])));
}
