import { crc32 } from 'node:zlib';

/** A file of a zip. */
export interface ZippedFile {
  /** Its path in the zip, with forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** How many files a zip can hold that is not in the larger format, of which AWS does not say whether Lambda reads it. */
export const MOST_FILES = 65_535;

// 1 January 1980, 00:00, the earliest time that a zip can tell: it has no time zone, so this is the same everywhere.
const DATE = 0x0021;
// What reading it takes: 2.0, for DEFLATE.
const FORMAT = 20;
const UNIX = 3;

/**
 * The files as a zip, in their order and without anything of the machine: the same files are the same bytes. At most
 * {@link MOST_FILES}, and less than 4 GB of them. The layout is that of PKWARE's APPNOTE 4.3
 * (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT).
 *
 * Written by hand, because fflate takes the files as an object, which loses `__proto__` and puts numbers first. Its DEFLATE
 * stays: it is JavaScript, and Node's zlib compresses to other bytes on another processor.
 */
export async function zipOf(files: readonly ZippedFile[]): Promise<Uint8Array> {
  const { deflateSync } = await import('fflate');
  const body: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, executable } of files) {
    const path = Buffer.from(name);
    const packed = deflateSync(bytes, { level: 9 });
    const about = aboutFile(path, path.length !== name.length, bytes, packed);
    const local = Buffer.concat([signature('PK\x03\x04'), about, path]);
    body.push(local, packed);
    directory.push(inDirectory(about, executable, at), path);
    at += local.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...body, ...directory, end(files.length, size, at)]);
}

/** What the file's own header and its entry in the directory have in common. */
function aboutFile(path: Buffer, isUnicode: boolean, bytes: Uint8Array, packed: Uint8Array): Buffer {
  const about = Buffer.alloc(26);
  about.writeUInt16LE(FORMAT, 0);
  about.writeUInt16LE(isUnicode ? 0x0800 : 0, 2);
  about.writeUInt16LE(8, 4); // DEFLATE
  about.writeUInt16LE(DATE, 8);
  about.writeUInt32LE(crc32(bytes), 10);
  about.writeUInt32LE(packed.length, 14);
  about.writeUInt32LE(bytes.length, 18);
  about.writeUInt16LE(path.length, 22);
  return about;
}

function inDirectory(about: Buffer, executable: boolean, at: number): Buffer {
  const more = Buffer.alloc(14);
  more.writeUInt32LE(((0o100000 | (executable ? 0o755 : 0o644)) << 16) >>> 0, 6);
  more.writeUInt32LE(at, 10);
  return Buffer.concat([signature('PK\x01\x02'), Buffer.from([FORMAT, UNIX]), about, more]);
}

function end(count: number, size: number, at: number): Buffer {
  const rest = Buffer.alloc(18);
  rest.writeUInt16LE(count, 4);
  rest.writeUInt16LE(count, 6);
  rest.writeUInt32LE(size, 8);
  rest.writeUInt32LE(at, 12);
  return Buffer.concat([signature('PK\x05\x06'), rest]);
}

function signature(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
