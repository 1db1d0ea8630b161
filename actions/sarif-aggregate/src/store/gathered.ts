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
  /** A number of 16 bits as 4 hex digits. */
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
  let length = 0;
  const room = (more: number) => {
    if (more <= held.length - length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (length + more));
    held.copy(larger, 0, 0, length);
    held = larger;
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
      for (let shift = 12; shift >= 0; shift -= 4) {
        held[length] = HEX_DIGITS[(number >>> shift) & 0xf]!;
        length += 1;
      }
    },
    hex(numbers, from, to) {
      room(8 * (to - from));
      for (let at = from; at < to; at += 1) {
        const number = numbers[at]!;
        for (let shift = 24; shift >= 0; shift -= 8) {
          const pair = 2 * ((number >>> shift) & 0xff);
          held[length] = HEX_PAIRS[pair]!;
          held[length + 1] = HEX_PAIRS[pair + 1]!;
          length += 2;
        }
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

const MOST_AS_BITS = 2 ** 31 - 1;
const ZERO = 0x30;
const HEX_DIGITS = Buffer.from('0123456789abcdef', 'latin1');
/** Of each byte. */
const HEX_PAIRS = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join(''));
