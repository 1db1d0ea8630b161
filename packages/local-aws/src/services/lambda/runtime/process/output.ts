// What a runtime writes to its stdout: lines as the function prints them, and between them frames of the runtime's own, each
// `NUL tag SP kind SP length LF` and so many bytes. An event is one entry of the log, however many lines it has, as AWS's
// managed runtimes send it; a mark says that all was written that belongs to what is reported next.

/** Takes a runtime's output apart. */
export interface OutputReader {
  push(chunk: Uint8Array): void;
  /** Hands on a last line that was not ended. */
  end(): void;
}

/**
 * `tag` is known to the runtime alone, so that nothing else looks like a frame. No byte is looked at again, however long a line is
 * and however many there are.
 */
export function outputReader(tag: string, entry: (text: string) => void, mark: () => void): OutputReader {
  const opening = Buffer.from(`\0${tag} `);
  /** What has come of the line that has not ended. */
  let line: Uint8Array[] = [];
  /** The beginning of what may be a frame. */
  let head = Buffer.alloc(0);
  let frame: Frame | undefined;

  function endLine(): void {
    const text = Buffer.concat(line).toString();
    line = [];
    if (text !== '') entry(text);
  }

  /** Takes what has come of a frame's content, and answers how much that is. */
  function take(open: Frame, bytes: Uint8Array): number {
    const piece = bytes.subarray(0, open.missing);
    open.pieces.push(piece);
    open.missing -= piece.length;
    if (open.missing > 0) return piece.length;
    frame = undefined;
    if (open.kind === 'mark') mark();
    else entry(Buffer.concat(open.pieces).toString());
    return piece.length;
  }

  function mayBeFrame(bytes: Buffer, at: number): boolean {
    if (bytes[at] !== 0) return false;
    const there = bytes.subarray(at, at + opening.length);
    return there.equals(opening.subarray(0, there.length));
  }

  return {
    push(chunk) {
      const bytes = Buffer.concat([head, chunk]);
      head = Buffer.alloc(0);
      const [nextNul, nextLineEnd] = [nextOf(bytes, 0), nextOf(bytes, 10)];
      for (let at = 0; at < bytes.length; ) {
        const lineEnd = nextLineEnd(at);
        if (frame !== undefined) {
          at += take(frame, bytes.subarray(at));
        } else if (mayBeFrame(bytes, at)) {
          if (lineEnd < at + opening.length || lineEnd === bytes.length) {
            head = bytes.subarray(at);
            return;
          }
          endLine();
          const [kind, length] = bytes
            .subarray(at + opening.length, lineEnd)
            .toString()
            .split(' ');
          frame = { kind, missing: Number(length), pieces: [] };
          at = lineEnd + 1;
          if (frame.missing === 0) take(frame, Buffer.alloc(0));
        } else {
          const stop = Math.min(lineEnd + 1, nextNul(at + 1), bytes.length);
          line.push(bytes.subarray(at, stop));
          at = stop;
          if (stop === lineEnd + 1) endLine();
        }
      }
    },
    end() {
      line.push(head);
      endLine();
    },
  };
}

interface Frame {
  readonly kind: string | undefined;
  /** How many bytes have still to come. */
  missing: number;
  readonly pieces: Uint8Array[];
}

/** Finds a byte from a place on, or the end where there is none; the places that are asked for never go back. */
function nextOf(bytes: Buffer, byte: number): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const index = bytes.indexOf(byte, from);
      found = index < 0 ? bytes.length : index;
    }
    return found;
  };
}
