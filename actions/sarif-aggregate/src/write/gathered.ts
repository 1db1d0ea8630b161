/** Bytes that are gathered before they are passed on. */
const BUFFER = 1024 * 1024;

/** Gathers what is written into large pieces. */
export interface Gathered {
  text(text: string): void;
  bytes(from: Buffer, start: number, end: number): void;
  /** Whether there is enough to pass on. */
  readonly isFull: boolean;
  /** What was gathered; what is gathered next is in other memory. */
  take(): Buffer;
}

export function gathering(): Gathered {
  let held = Buffer.allocUnsafeSlow(2 * BUFFER);
  let length = 0;
  const room = (more: number) => {
    if (more <= held.length - length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (length + more));
    held.copy(larger, 0, 0, length);
    held = larger;
  };
  return {
    text(text) {
      room(3 * text.length);
      length += held.write(text, length, 'utf8');
    },
    bytes(from, start, end) {
      room(end - start);
      from.copy(held, length, start, end);
      length += end - start;
    },
    get isFull() {
      return length >= BUFFER;
    },
    take() {
      const taken = held.subarray(0, length);
      held = Buffer.allocUnsafeSlow(2 * BUFFER);
      length = 0;
      return taken;
    },
  };
}
