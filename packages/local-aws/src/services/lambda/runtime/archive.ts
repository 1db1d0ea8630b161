import { posix } from 'node:path';
import { unzipSync } from 'fflate';
import { invalidParameter } from '../errors.ts';

/** 250 MB, of all files together (Lambda quotas). */
const unzippedLimit = 262_144_000;

/** A file of a deployment package. */
export interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Whether others may read it: Lambda runs as another user than the files' owner. */
  readonly readable: boolean;
  /** The same of running it; what was packed elsewhere than on Unix is not. */
  readonly executable: boolean;
}

/** The files of a deployment package; folders are left out. Throws AWS's refusals of packages that it cannot use. */
export function unpack(zip: Uint8Array): PackedFile[] {
  if (zip.length === 0) {
    throw empty();
  }
  let size = 0;
  let files: Record<string, Uint8Array>;
  try {
    unzipSync(zip, {
      filter(file) {
        size += file.originalSize;
        return false;
      },
    });
    // Sizes are checked before anything is inflated, so that a zip bomb costs nothing.
    files = size < unzippedLimit ? unzipSync(zip) : {};
  } catch {
    throw unreadable();
  }
  if (size >= unzippedLimit) {
    throw invalidParameter(`Unzipped size must be smaller than ${unzippedLimit} bytes`);
  }
  const modes = unixModes(zip);
  const found = Object.entries(files)
    .filter(([path]) => !path.endsWith('/'))
    .map(([path, bytes]) => {
      const mode = modes.get(path) ?? 0o444;
      return { path, bytes, readable: (mode & 0o004) !== 0, executable: (mode & 0o001) !== 0 };
    });
  if (found.length === 0) {
    throw empty();
  }
  if (found.some(({ path }) => !writable(path)) || belowFiles(found.map(({ path }) => path))) {
    throw unreadable();
  }
  return found;
}

/** As CloudFormation quotes Lambda. */
function empty(): Error {
  return invalidParameter('Uploaded file must be a non-empty zip');
}

function unreadable(): Error {
  return invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');
}

/** Whether a path can be written, and inside the folder that the archive is unpacked into. A name has up to 255 bytes on Linux. */
function writable(path: string): boolean {
  if (/^([/\\]|[a-zA-Z]:)|\0/.test(path)) return false;
  const names = path.split(/[/\\]/);
  return !names.includes('..') && names.at(-1) !== '.' && names.every((name) => Buffer.byteLength(name) <= 255);
}

/** Whether one of the files would be the folder of another. What Lambda makes of such an archive is not known: here it is refused. */
function belowFiles(paths: readonly string[]): boolean {
  const files = new Set(paths.map((path) => posix.normalize(path)));
  const folders = (path: string) => path.split('/').map((_, count, names) => names.slice(0, count).join('/'));
  return [...files].some((path) => folders(path).some((folder) => files.has(folder)));
}

/**
 * The permissions of the entries that were packed on Unix, from the archive's central directory (PKWARE APPNOTE 4.3.12), which
 * fflate does not show. Entries packed elsewhere have none.
 */
function unixModes(zip: Uint8Array): Map<string, number> {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  const modes = new Map<string, number>();
  const end = bytes.lastIndexOf('PK\x05\x06');
  for (let at = bytes.readUInt32LE(end + 16); bytes.toString('latin1', at, at + 4) === 'PK\x01\x02'; ) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const packedOnUnix = bytes.readUInt8(at + 5) === 3;
    if (packedOnUnix) {
      modes.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), bytes.readUInt32LE(at + 38) >>> 16);
    }
    at = next;
  }
  return modes;
}
