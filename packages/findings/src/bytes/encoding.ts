import { UnreadableReport } from './unreadable-report.ts';

/** How the text of a report is written, and where it starts behind its byte order mark. */
export interface Encoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly start: number;
}

/** How many of the first bytes tell. */
export const HEAD_BYTES = 8;

const archives: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.7
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  // https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/**
 * Recognises the encoding by the first bytes of a file: by a mark, else by where the zero bytes are, since JSON starts with two
 * characters of ASCII. PowerShell 5 writes UTF-16 with a mark for `>`.
 */
export function encodingOf(head: Uint8Array): Encoding {
  for (const [name, magic] of archives) {
    if (startsWith(head, magic))
      throw new UnreadableReport('archive', `The file is compressed (${name}): unpack it first.`);
  }
  if (startsWith(head, [0xff, 0xfe, 0, 0]) || startsWith(head, [0, 0, 0xfe, 0xff])) throw utf32();
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { name: 'utf-8', start: 3 };
  if (startsWith(head, [0xff, 0xfe])) return { name: 'utf-16le', start: 2 };
  if (startsWith(head, [0xfe, 0xff])) return { name: 'utf-16be', start: 2 };
  const [first, second, third, fourth] = head;
  if (first === 0 && second === 0) throw utf32();
  if (first !== 0 && second === 0) {
    if (third === 0 && fourth === 0) throw utf32();
    return { name: 'utf-16le', start: 0 };
  }
  if (first === 0) return { name: 'utf-16be', start: 0 };
  return { name: 'utf-8', start: 0 };
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => head[index] === byte);
}

function utf32(): UnreadableReport {
  return new UnreadableReport('encoding', 'The file is not text in UTF-8 or UTF-16.');
}
