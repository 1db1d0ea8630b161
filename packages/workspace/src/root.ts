import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** Names of the actions that can be bundled: folders of `actions/` with a `src/main.ts`. Sorted. */
export async function actionNames(within: string): Promise<string[]> {
  const folder = path.join(within, 'actions');
  if (!existsSync(folder)) return [];
  const names = await readdir(folder);
  return names.filter((name) => existsSync(path.join(folder, name, 'src/main.ts'))).sort();
}
