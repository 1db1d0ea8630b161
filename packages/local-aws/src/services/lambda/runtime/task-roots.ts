import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../kernel/temporary-folder.ts';
import { unpack } from './archive.ts';
import { unreadable } from './unreadable.ts';

/** An archive, by its hash. */
export interface Archive {
  readonly codeSha256: string;
  readonly zip: Uint8Array;
}

/** Folders with unpacked archives. */
export interface TaskRoots {
  /** The folder that is /var/task on AWS; unpacked on first use. */
  code(archive: Archive): string;
  /** The folder that is /opt on AWS: layers in the function's order, where a later one replaces files of those before. */
  layers(archives: readonly Archive[]): string;
  /** Removes all folders. */
  remove(): void;
}

/** No folders yet; they are made below the system's folder for temporary files. */
export function taskRoots(): TaskRoots {
  // Traces name files by their real paths.
  const folder = temporaryFolder('lambda');
  const roots = new Set<string>();

  function unpacked(name: string, archives: readonly Archive[], onAws: string): string {
    const root = path.join(folder.path(), name);
    if (roots.has(root)) return root;
    for (const { zip } of archives) {
      for (const packed of unpack(zip)) {
        const file = path.join(root, packed.path);
        mkdirSync(path.dirname(file), { recursive: true });
        rmSync(file, { recursive: true, force: true });
        writeFileSync(file, packed.readable ? packed.bytes : unreadable(`${onAws}/${packed.path}`), {
          mode: packed.executable ? 0o755 : 0o644,
        });
      }
    }
    roots.add(root);
    return root;
  }

  return {
    code: (archive) => unpacked(hex(Buffer.from(archive.codeSha256, 'base64')), [archive], '/var/task'),
    layers(archives) {
      const digest = createHash('sha256').update(archives.map(({ codeSha256 }) => codeSha256).join());
      return unpacked(`layers-${hex(digest.digest())}`, archives, '/opt');
    },
    remove() {
      folder.remove();
      roots.clear();
    },
  };
}

function hex(digest: Buffer): string {
  return digest.toString('hex').slice(0, 16);
}
