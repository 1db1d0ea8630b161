import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Commit } from '../story/chapters.ts';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '../../../..');

const example = path.join(root, 'examples/search-api');

/** What each commit is made of: folders to lay over the first, in order. What was not promoted is no part of later ones. */
const layers: Readonly<Record<Commit, readonly string[]>> = {
  1: [],
  2: ['2-rank-by-field'],
  3: ['2-rank-by-field', '3-synonyms'],
  4: ['2-rank-by-field', '4-highlights'],
  5: ['2-rank-by-field', '5-plus-signs'],
  6: ['2-rank-by-field', '6-caching'],
};

/** Puts the example into a folder as it was at a commit; whatever was in the folder goes. */
export async function checkOut(commit: Commit, folder: string): Promise<void> {
  await rm(path.join(folder, 'src'), { recursive: true, force: true });
  await cp(path.join(example, 'src'), path.join(folder, 'src'), { recursive: true });
  for (const layer of layers[commit]) await cp(path.join(example, 'commits', layer), folder, { recursive: true });
}
