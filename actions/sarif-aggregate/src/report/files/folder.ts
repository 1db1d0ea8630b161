import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { refusedByDisk } from '../../disk.ts';

/** Has files written into the folder, or into a new one below `temp`, of which nothing is left where that fails. */
export async function inFolder<Written>(
  given: string | undefined,
  temp: string,
  writing: (folder: string) => Promise<Written>,
): Promise<Written> {
  if (given !== undefined) return await writing(given);
  const folder = newFolder(temp);
  try {
    return await writing(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function newFolder(temp: string): string {
  try {
    mkdirSync(temp, { recursive: true });
    return mkdtempSync(path.join(temp, 'sarif-aggregate-'));
  } catch (error) {
    const hint = 'RUNNER_TEMP is where the files are written, unless `output-folder` names another.';
    throw refusedByDisk(error, { folder: temp, hint });
  }
}
