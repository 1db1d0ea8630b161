// What a runtime writes to its stdout: lines as the function prints them, and between them frames of the runtime's own, each
// `NUL tag SP kind SP length LF` and so many bytes. An event is one entry of the log, however many lines it has, as AWS's
// managed runtimes send it; a mark says that all was written that belongs to what is reported next.

/** Takes a runtime's output apart. */
export interface OutputReader {
  push(chunk: Uint8Array): void;
  /** Hands on a last line that was not ended. */
  end(): void;
}

/** `tag` is known to the runtime alone, so that nothing else looks like a frame. */
export function outputReader(tag: string, entry: (text: string) => void, mark: () => void): OutputReader {
  const opening = Buffer.from(`\0${tag} `);
  let pending = Buffer.alloc(0);

  function takeLine(end: number): void {
    const line = pending.subarray(0, end).toString();
    pending = pending.subarray(end);
    if (line !== '') entry(line);
  }

  /** False where the rest of the frame has still to come. */
  function takeFrame(): boolean {
    const head = pending.indexOf('\n');
    if (head < 0) return false;
    const [kind, length] = pending.subarray(opening.length, head).toString().split(' ');
    const end = head + 1 + Number(length);
    if (pending.length < end) return false;
    const text = pending.subarray(head + 1, end).toString();
    pending = pending.subarray(end);
    if (kind === 'mark') mark();
    else entry(text);
    return true;
  }

  return {
    push(chunk) {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const frame = pending.indexOf(opening);
        const lineEnd = pending.indexOf('\n');
        if (frame === 0) {
          if (!takeFrame()) return;
        } else if (lineEnd >= 0 && (frame < 0 || lineEnd < frame)) takeLine(lineEnd + 1);
        else if (frame > 0) takeLine(frame);
        else return;
      }
    },
    end() {
      takeLine(pending.length);
    },
  };
}
