import { type Git, GitError, line } from './git.ts';
import type { Id, Refusal } from './plan/state.ts';
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

/**
 * Why sources may not be released to a remote of these names: users of its tags would be told to use another repository's.
 *
 * @param own what the sources call the repository, of {@link namedRepositories}.
 * @param names what the remote is called, as far as that is known; GitHub does not tell capitals apart.
 */
export function strangerRefusal(own: readonly string[], names: readonly string[]): Refusal | undefined {
  const others = (name: string) => own.filter((one) => one.toLowerCase() !== name.toLowerCase());
  const stranger = names.find((name) => others(name).length > 0);
  if (stranger === undefined) return undefined;
  return {
    refused: `The release would go to ${stranger}, and its READMEs and workflows would tell users to use ${others(stranger).join(' and ')}.`,
    remedy: `Publish the tree under a name of your own: \`npm run release -- build --out DIR --refs ${stranger}@v1\`, then on as README.md has it under *A repository of your own*. To release these sources there, write ${stranger} into them first.`,
  };
}
