import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';

/** Texts in a file, which are written in one order and read in another. */
export interface Spool {
  /** @returns what the text is read by. */
  add(text: string): Spooled;
  read(one: Spooled): Buffer;
  close(): void;
}

/** Where a text is. */
export interface Spooled {
  readonly at: number;
  readonly length: number;
}

/** A new one; its file stays until its folder goes. */
export function spoolAt(path: string): Spool {
  const file = openSync(path, 'w+');
  let end = 0;
  return {
    add(text) {
      const bytes = Buffer.from(text);
      // Goes on where the last one ended, and writes all.
      writeFileSync(file, bytes);
      const one = { at: end, length: bytes.length };
      end += bytes.length;
      return one;
    },
    read({ at, length }) {
      const bytes = Buffer.alloc(length);
      for (let done = 0; done < length; ) done += readSync(file, bytes, done, length - done, at + done);
      return bytes;
    },
    close: () => closeSync(file),
  };
}
