/**
 * The hash of each line that GitHub's own upload action writes as `primaryLocationLineHash`, without the number of its occurrence.
 *
 * A polynomial modulo 2^64 with the multiplier 37 over the 100 UTF-16 units from the first character of the line that counts. Spaces
 * and tabs do not count; CR and CRLF are LF; the end of the file is 0xFFFF, and zeros follow it.
 * https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
 */
export interface LineHashes {
  /** One more than there are line breaks. */
  readonly lines: number;
  /** Where each line begins in the text. */
  readonly starts: Uint32Array;
  /** The upper and lower half of each hash. */
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

const WINDOW = 100;
const END = 0xffff;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;

/** 37 to the power of 100, modulo 2^64. */
const OLDEST = 37n ** 100n;
const OLDEST_HIGH = Number((OLDEST >> 32n) & 0xffffffffn);
const OLDEST_LOW = Number(OLDEST & 0xffffffffn);
const LANE = 0x1_0000_0000;

/** Hashes all lines of a text in one pass. */
export function hashLines(text: string): LineHashes {
  const lines = linesIn(text);
  const starts = new Uint32Array(lines);
  const high = new Uint32Array(lines);
  const low = new Uint32Array(lines);
  const window = new Uint16Array(WINDOW);
  /** For each place in the window, the line that begins there, counted from 1; 0 where none does. */
  const begins = new Uint32Array(WINDOW);
  let [at, line, upper, lower] = [0, 0, 0, 0];
  let [isLineStart, wasCarriageReturn] = [true, false];

  const push = (unit: number): void => {
    const oldest = window[at] as number;
    window[at] = unit;
    // Below 2^49 in amount, so exact as a double; the upper lane is needed only modulo 2^32.
    const sum = lower * 37 + unit - OLDEST_LOW * oldest;
    lower = sum >>> 0;
    upper = (Math.imul(upper, 37) + (sum - lower) / LANE - Math.imul(OLDEST_HIGH, oldest)) >>> 0;
    at = at === WINDOW - 1 ? 0 : at + 1;
  };
  const finish = (): void => {
    const begun = begins[at] as number;
    if (begun === 0) return;
    high[begun - 1] = upper;
    low[begun - 1] = lower;
    begins[at] = 0;
  };

  for (let index = 0; index <= text.length; index++) {
    let unit = index === text.length ? END : text.charCodeAt(index);
    if (unit === SPACE || unit === TAB || (wasCarriageReturn && unit === LF)) {
      if (unit === LF) starts[line] = index + 1;
      wasCarriageReturn = false;
      continue;
    }
    wasCarriageReturn = unit === CR;
    if (wasCarriageReturn) unit = LF;
    finish();
    if (isLineStart) {
      isLineStart = false;
      line++;
      begins[at] = line;
    }
    if (unit === LF) {
      isLineStart = true;
      starts[line] = index + 1;
    }
    push(unit);
  }
  for (let rest = 0; rest < WINDOW; rest++) {
    finish();
    push(0);
  }
  return { lines, starts, high, low };
}

function linesIn(text: string): number {
  let lines = 1;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === LF || (unit === CR && text.charCodeAt(index + 1) !== LF)) lines++;
  }
  return lines;
}

/** A hash as GitHub writes it: hexadecimal, in lower case, without zeros in front. */
export function written(high: number, low: number): string {
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
}

/** The hash of each line of a text, without the number of its occurrence. */
export function lineHashes(text: string): string[] {
  const { lines, high, low } = hashLines(text);
  return Array.from({ length: lines }, (_, index) => written(high[index] as number, low[index] as number));
}
