import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { type Encoding, encodingOf, HEAD_BYTES } from './encoding.ts';
import type { Limits } from './limits.ts';
import { UnreadableReport } from './unreadable-report.ts';

/** Some of the text of a file as UTF-8: whole characters. Good until the next is asked for. */
export interface Block {
  /** Where it starts in the text, in bytes of UTF-8. */
  readonly start: number;
  readonly bytes: Buffer;
}

/** The text of a file as UTF-8 without its byte order mark, however it is encoded, read in blocks. */
export interface Text {
  /** From start to end. Throws where the text is not what its encoding says. */
  blocks(): Iterable<Block>;
  /** Bytes of the text again, where {@link blocks} went before. Good until the next call. */
  slice(start: number, length: number): Buffer;
  close(): void;
}

/** Opens a file and recognises its encoding. */
export function openText(file: string, limits: Limits): Text {
  const descriptor = opened(file);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const encoding = encodingOf(head.subarray(0, readSync(descriptor, head, 0, HEAD_BYTES, 0)));
    const text = encoding.name === 'utf-8' ? utf8Text : utf16Text;
    return { ...text(descriptor, encoding, limits), close: () => closeSync(descriptor) };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

type Reading = Omit<Text, 'close'>;

/** Opening a pipe would wait for its writer. */
function opened(file: string): number {
  try {
    if (!statSync(file).isFile()) throw new UnreadableReport('no-file', 'It is not a file.');
    return openSync(file, 'r');
  } catch (error) {
    if (error instanceof UnreadableReport) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableReport('no-file', `The file cannot be opened (${code ?? 'unknown error'}).`, { cause: error });
  }
}

function utf8Text(descriptor: number, { start: mark }: Encoding, { blockBytes }: Limits): Reading {
  let own = Buffer.alloc(0);
  return {
    *blocks() {
      const size = fstatSync(descriptor).size;
      const block = Buffer.allocUnsafe(Math.max(8, Math.min(blockBytes, size)));
      for (let position = mark; ; ) {
        const read = readFully(descriptor, block, block.length, position);
        if (read === 0) return;
        // A character that the block cuts is read again with the next one.
        const whole = read < block.length ? read : wholeCharacters(block);
        const bytes = block.subarray(0, whole);
        if (!isUtf8(bytes)) throw new UnreadableReport('encoding', 'The file is not valid UTF-8.');
        yield { start: position - mark, bytes };
        position += whole;
      }
    },
    slice(start, length) {
      if (own.length < length) own = Buffer.allocUnsafe(Math.max(length, 2 * own.length));
      if (readFully(descriptor, own, length, mark + start) < length) throw changed();
      return own.subarray(0, length);
    },
  };
}

/** How many bytes of a block remain without a character at its end that may go on. */
function wholeCharacters(block: Buffer): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = block[block.length - back]!;
    if (byte < 0x80) return block.length;
    if (byte >= 0xc0) return block.length - back;
  }
  return block.length;
}

function utf16Text(descriptor: number, { name, start: mark }: Encoding, limits: Limits): Reading {
  const block = Buffer.alloc(Math.max(8, limits.blockBytes - (limits.blockBytes % 2)));
  /** Of each block that was read: where it is in the file, and where its text starts. */
  const places: { readonly position: number; readonly start: number }[] = [];
  let last: { readonly start: number; readonly bytes: Buffer; readonly next: number } | undefined;

  const decoded = (place: { readonly position: number; readonly start: number }) => {
    const read = readFully(descriptor, block, block.length, place.position);
    if (read === 0) return undefined;
    if (read % 2 === 1) throw new UnreadableReport('truncated', 'The file ends in the middle of a character.');
    const units = block.subarray(0, read);
    if (name === 'utf-16be') units.swap16();
    const isHigh = (units[read - 1]! & 0xfc) === 0xd8;
    const whole = isHigh && read === block.length ? read - 2 : read;
    const text = units.toString('utf16le', 0, whole);
    if (!text.isWellFormed()) throw new UnreadableReport('encoding', 'The file is not valid UTF-16.');
    last = { start: place.start, bytes: Buffer.from(text, 'utf8'), next: place.position + whole };
    return last;
  };

  const containing = (start: number) => {
    if (last && start >= last.start && start < last.start + last.bytes.length) return last;
    let low = 0;
    for (let high = places.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if (places[middle]!.start <= start) low = middle;
      else high = middle - 1;
    }
    const found = decoded(places[low]!);
    if (!found || start >= found.start + found.bytes.length) throw changed();
    return found;
  };

  return {
    *blocks() {
      places.length = 0;
      for (let place = { position: mark, start: 0 }; ; ) {
        places.push(place);
        const found = decoded(place);
        if (!found) return;
        yield found;
        place = { position: found.next, start: found.start + found.bytes.length };
      }
    },
    slice(start, length) {
      const bytes = Buffer.allocUnsafe(length);
      for (let copied = 0; copied < length; ) {
        const found = containing(start + copied);
        copied += found.bytes.copy(bytes, copied, start + copied - found.start);
      }
      return bytes;
    },
  };
}

/** A read may give less than was asked for before the end. */
function readFully(descriptor: number, into: Buffer, length: number, position: number): number {
  let read = 0;
  while (read < length) {
    const more = readSync(descriptor, into, read, length - read, position + read);
    if (more === 0) break;
    read += more;
  }
  return read;
}

function changed(): UnreadableReport {
  return new UnreadableReport('truncated', 'The file changed while it was read.');
}
