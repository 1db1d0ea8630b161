import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Files, isOfTree } from './refusals.ts';

/**
 * Makes a folder hold exactly these files. Of what is there, only an earlier release tree is replaced; `.git` stays, so that the
 * folder may be a clone that a tree is published from.
 *
 * @throws when the folder holds anything else, before anything is written.
 */
export async function writeTree(folder: string, files: Files): Promise<void> {
  const there = await filesIn(folder);
  const isTree = there.some((file) => /^[^/]+\/action\.yml$/.test(file));
  const foreign = there.filter((file) => !isTree || !isOfTree(file, (other) => there.includes(other)));
  if (foreign.length > 0) {
    const some = foreign.slice(0, 3).join(', ');
    throw new Error(`${folder} is no release tree: it has ${some}. Name an empty folder, or one that is not there.`);
  }
  for (const top of new Set(there.map((file) => file.split('/')[0] ?? ''))) {
    await rm(path.join(folder, top), { recursive: true });
  }
  for (const [file, bytes] of files) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
}

/** All that is in the folder but `.git`; nothing when there is none. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((file) => file !== '.git' && !file.startsWith('.git/'))
    .sort();
}
