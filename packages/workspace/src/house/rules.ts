import { wrongArrows } from './arrows.ts';
import { wrongChangesets } from './changesets.ts';
import { idleDependencies } from './dependencies.ts';
import { wrongHomes, wrongHooks, wrongSigners } from './homes.ts';
import { longWirings, wrongNames } from './names.ts';
import type { Tree } from './tree.ts';

/** The rules of the house that neither the compiler nor biome can see: where a tree breaks them, as sentences. */
export function brokenRules(tree: Tree): string[] {
  return [
    ...wrongArrows(tree),
    ...wrongHomes(tree),
    ...wrongHooks(tree),
    ...wrongSigners(tree),
    ...idleDependencies(tree),
    ...wrongNames(tree),
    ...longWirings(tree),
    ...wrongChangesets(tree),
  ];
}
