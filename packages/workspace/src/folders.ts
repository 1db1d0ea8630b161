import { createHash, type Hash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** One hash over names and contents of all files below a folder; that of nothing where there is no such folder. */
export async function hashOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  await addFolder(hash, folder);
  return hash.digest('hex');
}

/** Adds names and contents of all files below a folder. */
export async function addFolder(hash: Hash, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(`\0${path.relative(folder, file)}\0`).update(await readFile(file));
}

/** How often another process may be faster before this one gives up. */
const PATIENCE = 10;

/**
 * Moves a folder to where others read it. What is there is moved out of the way, to `before`, and removed; where it is equal it
 * stays, so that a process that uses it already never misses it. Of several processes that do this at once each succeeds.
 */
export async function putInPlace(fresh: string, place: string, before: string): Promise<void> {
  const wanted = await hashOfFolder(fresh);
  for (let tries = 1; ; tries += 1) {
    // Another process may move it away while it is read.
    if ((await hashOfFolder(place).catch(() => undefined)) === wanted) return;
    await rename(place, before).catch(unless('ENOENT'));
    try {
      return await rename(fresh, place);
    } catch (error) {
      // Another process was faster: the place is taken again. https://nodejs.org/api/errors.html#common-system-errors
      if (tries === PATIENCE) throw error;
      unless('ENOTEMPTY', 'EEXIST', 'EPERM')(error);
    } finally {
      await rm(before, { recursive: true, force: true });
    }
  }
}

/** Removes folders of `home` that were made before a time, in milliseconds since the epoch. */
export async function removeOlder(home: string, time: number): Promise<void> {
  for (const entry of await readdir(home, { withFileTypes: true }).catch(() => [])) {
    const folder = path.join(home, entry.name);
    const made = await stat(folder).catch(() => undefined);
    if (made?.isDirectory() && made.mtimeMs < time) await rm(folder, { recursive: true, force: true });
  }
}

function unless(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  };
}
