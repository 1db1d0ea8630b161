import path from 'node:path';
import { bundleActions } from '@actions-aws/workspace';
import { withScratchGit } from './git.ts';
import { assembleTree } from './tree/assemble.ts';
import { commitTree } from './tree/commit.ts';
import type { Refs } from './tree/refs.ts';
import { describeSizes, sizesOf } from './tree/size.ts';
import { writeTree } from './tree/write.ts';

/**
 * Brings the bundles up to date and writes the release tree of `root` into `out`.
 *
 * @returns lines for the terminal: sizes, and the id of the tree, which is equal wherever it is built.
 */
export async function buildInto(root: string, out: string, refs?: Refs): Promise<string[]> {
  const bundles = await bundleActions(root);
  const files = await assembleTree(root, refs);
  const lines = await withScratchGit(async (git) => {
    const { commit, tree } = await commitTree(git, files, { message: 'release', time: 0 });
    const sizes = await sizesOf(
      git,
      commit,
      bundles.map(({ action }) => action),
    );
    return [...describeSizes(sizes), `tree ${tree}`];
  });
  await writeTree(path.resolve(out), files);
  return lines;
}
