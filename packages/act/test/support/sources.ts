import path from 'node:path';
import type { Sources } from '../../src/references.ts';
import { standIns } from '../../src/stand-ins.ts';
import { ownRepository } from '../../src/tree.ts';

/** The root of this repository. */
export const root = path.resolve(import.meta.dirname, '../../../..');

/** Where what a folder's workflows refer to is, with the actions as they are in this repository for the release tree. */
export async function sourcesOf(folder: string): Promise<Sources> {
  const home = path.join(root, 'examples/stand-ins');
  const known = new Map([...(await standIns(home))].map(([name, each]) => [name, path.join(home, each)]));
  return { repository: folder, tree: path.join(root, 'actions'), own: [ownRepository], standIns: known };
}
