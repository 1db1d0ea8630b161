import type { Entry } from './contents.ts';

// What is further from the end is the end of another zip, inside of one that is cut short.
const END_AND_COMMENT = 22 + 0xffff;

/**
 * What a zip says that it holds, folders left out: names and sizes, without unpacking anything. `unknown` for the larger
 * format (ZIP64), `unreadable` where the end of the file is not that of a zip.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 and 4.3.16
 */
export function directoryOf(zip: Uint8Array): readonly Entry[] | 'unknown' | 'unreadable' {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > bytes.length || bytes.length - end > END_AND_COMMENT) return 'unreadable';
  const [count, size, offset] = [
    bytes.readUInt16LE(end + 10),
    bytes.readUInt32LE(end + 12),
    bytes.readUInt32LE(end + 16),
  ];
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) return 'unknown';
  const entries: Entry[] = [];
  // Counted from the end, as unzip and Python do: something may stand before the zip.
  let at = end - size;
  for (let read = 0; read < count; read += 1) {
    if (at < 0 || at + 46 > end || bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02') return 'unreadable';
    const afterName = at + 46 + bytes.readUInt16LE(at + 28);
    const next = afterName + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > end) return 'unreadable';
    const name = bytes.toString('utf8', at + 46, afterName);
    const unzipped = bytes.readUInt32LE(at + 24);
    if (unzipped === 0xffffffff) return 'unknown';
    if (!name.endsWith('/')) entries.push({ name, size: unzipped });
    at = next;
  }
  return entries;
}
