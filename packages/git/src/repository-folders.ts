import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Where a repository keeps what. Absolute paths. https://git-scm.com/docs/gitrepository-layout */
export interface RepositoryFolders {
  /** `.git`, or what it points to in a worktree or a submodule. */
  readonly gitDir: string;
  /** What all worktrees share: objects, references, configuration. */
  readonly commonDir: string;
}

/**
 * The repository that a folder is in: its own or the nearest one above it; undefined where there is none.
 *
 * @param workspace the job's folder: what is above it is not the job's, such as the repository in which a runner stands.
 */
export function repositoryAt(folder: string, workspace = ''): RepositoryFolders | undefined {
  const highest = workspace === '' ? [] : [path.resolve(workspace), real(workspace)];
  for (let at = path.resolve(folder); ; ) {
    const gitDir = gitDirOf(at);
    if (gitDir !== undefined) return { gitDir, commonDir: commonDirOf(gitDir) };
    const above = path.dirname(at);
    if (above === at || highest.includes(at)) return undefined;
    at = above;
  }
}

function real(folder: string): string | undefined {
  return existsSync(folder) ? realpathSync(folder) : undefined;
}

function gitDirOf(folder: string): string | undefined {
  const inside = path.join(folder, '.git');
  const found = statSync(inside, { throwIfNoEntry: false });
  if (found?.isDirectory() && isGitDir(inside)) return inside;
  if (found?.isFile()) {
    const target = /^gitdir: ([^\n]*?)\r?\n*$/.exec(readFileSync(inside, 'utf8'))?.[1];
    const pointed = target === undefined ? undefined : path.resolve(folder, target);
    if (pointed !== undefined && existsSync(path.join(pointed, 'HEAD'))) return pointed;
  }
  return isGitDir(folder) ? folder : undefined;
}

/** What git asks of a folder before it takes it for a repository. */
function isGitDir(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(path.join(folder, name)));
}

function commonDirOf(gitDir: string): string {
  const file = path.join(gitDir, 'commondir');
  return existsSync(file) ? path.resolve(gitDir, readFileSync(file, 'utf8').replace(/\r?\n$/, '')) : gitDir;
}

/** The commits at which a shallow repository ends: their parents are not in it. Empty in a whole one. */
export function shallowCommits({ commonDir }: RepositoryFolders): ReadonlySet<string> {
  const file = path.join(commonDir, 'shallow');
  if (!existsSync(file)) return new Set();
  return new Set(
    readFileSync(file, 'latin1')
      .split('\n')
      .filter((line) => line !== ''),
  );
}
