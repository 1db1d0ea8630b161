import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Commit } from './chapters.ts';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '../../..');

const example = path.join(root, 'examples/search-api');

/** What each commit after the first changes, as files to lay over those before. */
const changes: readonly [Commit, string][] = [
  [2, '2-rank-by-field'],
  [3, '3-synonyms'],
];

/** Puts the example into a folder as it was at a commit; whatever was in the folder goes. */
export async function checkOut(commit: Commit, folder: string): Promise<void> {
  await rm(path.join(folder, 'src'), { recursive: true, force: true });
  await cp(path.join(example, 'src'), path.join(folder, 'src'), { recursive: true });
  for (const [number, name] of changes) {
    if (number <= commit) await cp(path.join(example, 'commits', name), folder, { recursive: true });
  }
}
