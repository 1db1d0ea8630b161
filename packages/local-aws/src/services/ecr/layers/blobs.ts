import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../kernel/temporary-folder.ts';
import type { Range } from '../../../kernel/wire/byte-range.ts';
import { type FilePart, readPart } from '../../../kernel/wire/file-part.ts';
import type { LargeBody } from '../../../kernel/wire/large-body.ts';

/**
 * Bytes by their digest, for all repositories of a local cloud. They are outside the state, so that a snapshot copies none;
 * nothing is taken out before the cloud ends, since a snapshot may lead back to it. All throw for a digest of which there are none: the
 * state names only digests of what was put.
 */
export interface Blobs {
  /** Keeps bytes, or the file of a large body; gives their digest, such as `sha256:…`. */
  put(content: Uint8Array | LargeBody): string;
  /** Keeps several, one after another, as one blob, if that has the digest; whether it has. */
  join(digests: readonly string[], digest: string): boolean;
  size(digest: string): number;
  /** All bytes. */
  get(digest: string): Uint8Array;
  /** All bytes, or a range of them: in memory, or where they are in a file. */
  locate(digest: string, range?: Range): Uint8Array | FilePart;
  /** Removes all, and their files. */
  remove(): void;
}

/** Up to this size bytes stay in memory: manifests and configurations do, layers of real images do not. */
const largestInMemory = 256 * 1024;

/** How much of a large blob is in memory while it is copied. */
const step = 1024 * 1024;

/** No blobs yet; large ones become files in a folder below the system's for temporary files. */
export function blobs(): Blobs {
  const small = new Map<string, Uint8Array>();
  const large = new Map<string, FilePart>();
  const folder = temporaryFolder('ecr');
  const isKnown = (digest: string) => small.has(digest) || large.has(digest);
  const fileOf = (digest: string) => path.join(folder.path(), digest.replace(':', '-'));

  const store: Blobs = {
    put(content) {
      const digest = content instanceof Uint8Array ? digestOf(content) : `sha256:${content.sha256}`;
      if (isKnown(digest)) return digest;
      if (content instanceof Uint8Array && content.length <= largestInMemory) {
        // A copy: a view may hold on to the whole body that it was a part of.
        small.set(digest, new Uint8Array(content));
        return digest;
      }
      const file = fileOf(digest);
      if (content instanceof Uint8Array) writeFileSync(file, content);
      else renameSync(content.file, file);
      large.set(digest, { file, start: 0, length: content.length });
      return digest;
    },
    join(digests, digest) {
      const file = path.join(folder.path(), 'joined');
      const joined = writeAll(
        file,
        digests.flatMap((each) => inSteps(store.locate(each))),
      );
      const isIt = joined.digest === digest;
      if (isIt && !isKnown(digest)) {
        renameSync(file, fileOf(digest));
        large.set(digest, { file: fileOf(digest), start: 0, length: joined.length });
      } else rmSync(file);
      return isIt;
    },
    size: (digest) => store.locate(digest).length,
    get(digest) {
      const found = store.locate(digest);
      return found instanceof Uint8Array ? found : readPart(found);
    },
    locate(digest, range) {
      const bytes = small.get(digest);
      if (bytes) return range ? bytes.subarray(range.start, range.end + 1) : bytes;
      const whole = large.get(digest);
      if (!whole) throw new Error(`the local cloud has no blob ${digest}`);
      return range ? { file: whole.file, start: range.start, length: range.end - range.start + 1 } : whole;
    },
    remove() {
      folder.remove();
      small.clear();
      large.clear();
    },
  };
  return store;
}

function inSteps(content: Uint8Array | FilePart): readonly (Uint8Array | FilePart)[] {
  if (content instanceof Uint8Array) return [content];
  const { file, length } = content;
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => {
    const start = index * step;
    return { file, start, length: Math.min(step, length - start) };
  });
}

/** Writes pieces into a file, one after another. */
function writeAll(file: string, pieces: readonly (Uint8Array | FilePart)[]): { digest: string; length: number } {
  const hash = createHash('sha256');
  const descriptor = openSync(file, 'w');
  let length = 0;
  try {
    for (const each of pieces) {
      const bytes = each instanceof Uint8Array ? each : readPart(each);
      hash.update(bytes);
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      length += bytes.length;
    }
  } finally {
    closeSync(descriptor);
  }
  return { digest: `sha256:${hash.digest('hex')}`, length };
}

/** The SHA-256 of bytes, as OCI writes it. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
