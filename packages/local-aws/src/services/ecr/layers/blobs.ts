import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../kernel/temporary-folder.ts';

/**
 * Bytes by their digest, for all repositories of a local cloud. They are outside the state, so that a snapshot copies none;
 * nothing is taken out before the cloud ends, since a snapshot may lead back to it.
 */
export interface Blobs {
  /** Keeps bytes; gives their digest, such as `sha256:…`. */
  put(bytes: Uint8Array): string;
  /** Throws where there are none of this digest: the state names only digests of what was put. */
  get(digest: string): Uint8Array;
  /** Removes all, and their files. */
  remove(): void;
}

/** Up to this size bytes stay in memory: manifests and configurations do, layers of real images do not. */
const largestInMemory = 256 * 1024;

/** No blobs yet; large ones become files in a folder below the system's for temporary files. */
export function blobs(): Blobs {
  const small = new Map<string, Uint8Array>();
  const large = new Map<string, string>();
  const folder = temporaryFolder('ecr');

  return {
    put(bytes) {
      const digest = digestOf(bytes);
      if (small.has(digest) || large.has(digest)) return digest;
      if (bytes.length <= largestInMemory) {
        // A copy: a view may hold on to the whole body that it was a part of.
        small.set(digest, new Uint8Array(bytes));
        return digest;
      }
      const file = path.join(folder.path(), digest.replace(':', '-'));
      writeFileSync(file, bytes);
      large.set(digest, file);
      return digest;
    },
    get(digest) {
      const file = large.get(digest);
      const bytes = small.get(digest) ?? (file === undefined ? undefined : readFileSync(file));
      if (!bytes) throw new Error(`the local cloud has no blob ${digest}`);
      return bytes;
    },
    remove() {
      folder.remove();
      small.clear();
      large.clear();
    },
  };
}

/** The SHA-256 of bytes, as OCI writes it. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
