import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../kernel/temporary-folder.ts';
import { unpack } from './archive.ts';
import { unreadable } from './unreadable.ts';

/** Folders with unpacked deployment packages, one per CodeSha256. */
export interface TaskRoots {
  /** The folder of a package; unpacked on first use. */
  of(codeSha256: string, zip: Uint8Array): string;
  /** Removes all folders. */
  remove(): void;
}

/** No folders yet; they are made below the system's folder for temporary files. */
export function taskRoots(): TaskRoots {
  // Traces name files by their real paths.
  const folder = temporaryFolder('lambda');
  const roots = new Map<string, string>();
  return {
    of(codeSha256, zip) {
      const known = roots.get(codeSha256);
      if (known !== undefined) {
        return known;
      }
      const root = path.join(folder.path(), Buffer.from(codeSha256, 'base64').toString('hex').slice(0, 16));
      for (const packed of unpack(zip)) {
        const file = path.join(root, packed.path);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, packed.readable ? packed.bytes : unreadable(`/var/task/${packed.path}`), {
          mode: packed.executable ? 0o755 : 0o644,
        });
      }
      roots.set(codeSha256, root);
      return root;
    },
    remove() {
      folder.remove();
      roots.clear();
    },
  };
}
