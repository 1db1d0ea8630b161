import { type Git, GitError, line } from './git.ts';
import type { Id } from './plan/state.ts';
import { WRITTEN } from './tree/refs.ts';

/**
 * `owner/name` of the repository at an address, as git takes it: https://git-scm.com/docs/git-clone#_git_urls
 *
 * @returns nothing for a path of this machine.
 */
export function repositoryAt(address: string): string | undefined {
  // A drive of Windows has one letter, and no host has.
  const [, path] =
    /^(?!file:)[a-z][a-z\d+.-]*:\/\/[^/]+\/(.+)$/i.exec(address) ??
    /^(?:[^/@]+@)?[\w.-]{2,}:(?!\/\/)(.+)$/.exec(address) ??
    [];
  return path && /([\w.-]+\/[\w.-]+?)(?:\.git)?\/*$/.exec(path)?.[1];
}

/** Repositories of which the READMEs, manifests and workflows of a commit tell users to use its actions. */
export async function namedRepositories(git: Git, commit: Id): Promise<readonly string[]> {
  const folders = (await line(git(['ls-tree', '--name-only', commit, 'actions/']))).split('\n').filter(Boolean);
  const actions = folders.map((folder) => folder.slice('actions/'.length).replaceAll('.', '\\.'));
  const pattern = `[[:alnum:]-]+/[[:alnum:]_.-]+/(${actions.join('|')})@`;
  const where = ['actions/*/README.md', 'actions/*/action.yml', '.github/workflows/*'];
  const said = await line(
    git(['grep', '-hoIE', '-e', pattern, commit, '--', ...where]).catch((error) => {
      // It ends so where it finds nothing.
      if (error instanceof GitError && error.stderr === '') return Buffer.alloc(0);
      throw error;
    }),
  );
  const found = said.split('\n').filter(Boolean);
  return [...new Set([WRITTEN.repository, ...found.map((text) => text.split('/').slice(0, 2).join('/'))])];
}
