import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleActions } from '@actions-aws/workspace';
import { gitOf, line, withScratchGit } from './git.ts';
import { pnpmSbom, shippedSbom } from './sbom.ts';
import { assembleTree } from './tree/assemble.ts';
import { commitTree } from './tree/commit.ts';
import type { Refs } from './tree/refs.ts';
import { describeSizes, sizesOf } from './tree/size.ts';
import { writeTree } from './tree/write.ts';

/** What a build does beside the tree. */
export interface BuildOptions {
  readonly refs?: Refs | undefined;
  /** File for the list of what is in the bundles. It is no part of the tree. */
  readonly sbom?: string | undefined;
}

/**
 * Brings the bundles up to date and writes the release tree of `root` into `out`.
 *
 * @returns lines for the terminal: sizes, and the id of the tree, which is equal wherever it is built.
 */
export async function buildInto(root: string, out: string, { refs, sbom }: BuildOptions = {}): Promise<string[]> {
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
  if (sbom) {
    const packages = bundles.flatMap((bundle) => bundle.packages);
    const shipped = shippedSbom(await pnpmSbom(root), packages, await ageOf(root, bundles[0]?.action));
    await writeFile(sbom, `${JSON.stringify(shipped, undefined, 2)}\n`);
  }
  return lines;
}

/** Version of the suite, and the time of the commit. */
async function ageOf(root: string, action = ''): Promise<{ version: string; time: string }> {
  const { version } = JSON.parse(await readFile(path.join(root, 'actions', action, 'package.json'), 'utf8'));
  const git = await gitOf(root);
  const seconds = Number(await line(git(['show', '--no-patch', '--format=%ct', 'HEAD'])));
  return { version, time: new Date(seconds * 1000).toISOString() };
}
