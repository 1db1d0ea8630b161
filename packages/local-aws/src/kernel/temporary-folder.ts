import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder of a local cloud, below the system's for temporary files. */
export interface TemporaryFolder {
  /** Its real path; the folder is made when it is first asked for. */
  path(): string;
  /** Removes it with all that is in it. */
  remove(): void;
}

const made = new Set<string>();

function removeMade(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  made.delete(folder);
  if (made.size === 0) process.off('exit', removeAll);
}

/** For a process that ends without having stopped its cloud, as after an error that is not caught. */
function removeAll(): void {
  for (const folder of made) removeMade(folder);
}

/** A folder whose name begins with `local-aws-` and what it is for. It goes with the process at the latest. */
export function temporaryFolder(purpose: string): TemporaryFolder {
  let folder: string | undefined;
  return {
    path() {
      if (folder === undefined) {
        folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `local-aws-${purpose}-`)));
        if (made.size === 0) process.once('exit', removeAll);
        made.add(folder);
      }
      return folder;
    },
    remove() {
      if (folder !== undefined) removeMade(folder);
      folder = undefined;
    },
  };
}
