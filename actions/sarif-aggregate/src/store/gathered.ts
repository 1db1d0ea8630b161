/** Bytes that are gathered before they are passed on. */
const BUFFER = 256 * 1024;

/** A copy of fewer bytes is faster one by one. */
const FEW = 24;

/** Gathers what is written into large pieces. */
export interface Gathered {
  text(text: string): void;
  bytes(from: Buffer, start: number, end: number): void;
  /** A whole number that is not negative, in decimal digits. */
  number(value: number): void;
  byte(value: number): void;
  /** The lower 16 bits of a number as 4 hex digits. */
  hex16(number: number): void;
  /** Numbers of 32 bits, each as 8 hex digits. */
  hex(numbers: Uint32Array, from: number, to: number): void;
  /** Bytes that were gathered. */
  readonly length: number;
  /** Whether there is enough to pass on. */
  readonly isFull: boolean;
  /** What was gathered, which is good until more is. */
  take(): Buffer;
}

/** @param size bytes that are gathered, more or less. */
export function gathering(size = BUFFER): Gathered {
  let held = Buffer.allocUnsafeSlow(2 * size);
  let view = viewOf(held);
  let length = 0;
  const room = (more: number) => {
    if (more <= held.length - length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (length + more));
    held.copy(larger, 0, 0, length);
    held = larger;
    view = viewOf(held);
  };
  const text = (given: string) => {
    room(3 * given.length);
    length += held.write(given, length, 'utf8');
  };
  return {
    text,
    bytes(from, start, end) {
      room(end - start);
      if (end - start < FEW) for (let at = start; at < end; at += 1) held[length + at - start] = from[at]!;
      else if (end - start === from.length) held.set(from, length);
      else from.copy(held, length, start, end);
      length += end - start;
    },
    number(value) {
      if (value > MOST_AS_BITS) {
        text(String(value));
        return;
      }
      let digits = 1;
      for (let rest = value; rest >= 10; rest = (rest / 10) | 0) digits += 1;
      room(digits);
      length += digits;
      for (let at = length - 1, rest = value; digits > 0; at -= 1, digits -= 1) {
        const above = (rest / 10) | 0;
        held[at] = ZERO + rest - 10 * above;
        rest = above;
      }
    },
    byte(value) {
      room(1);
      held[length] = value;
      length += 1;
    },
    hex16(number) {
      room(4);
      view.setUint16(length, HEX_PAIRS[(number >>> 8) & 0xff]!);
      view.setUint16(length + 2, HEX_PAIRS[number & 0xff]!);
      length += 4;
    },
    hex(numbers, from, to) {
      room(8 * (to - from));
      for (let at = from; at < to; at += 1) {
        const number = numbers[at]!;
        view.setUint16(length, HEX_PAIRS[number >>> 24]!);
        view.setUint16(length + 2, HEX_PAIRS[(number >>> 16) & 0xff]!);
        view.setUint16(length + 4, HEX_PAIRS[(number >>> 8) & 0xff]!);
        view.setUint16(length + 6, HEX_PAIRS[number & 0xff]!);
        length += 8;
      }
    },
    get length() {
      return length;
    },
    get isFull() {
      return length >= size;
    },
    take() {
      const taken = held.subarray(0, length);
      length = 0;
      return taken;
    },
  };
}

/** Two digits at once are set in it. */
function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

const MOST_AS_BITS = 2 ** 31 - 1;
const ZERO = 0x30;
/** The two digits of each byte, as one number. */
const HEX_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16BE(),
);
