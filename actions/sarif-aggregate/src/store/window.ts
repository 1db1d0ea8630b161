import { sortBy } from './sort.ts';
import type { Spill } from './spill.ts';

/** Bytes of results that are held to be put in order. */
const WINDOW = 24 * 1024 * 1024;
/** Bytes between two results that are read as well rather than reading twice. */
const GAP = 16 * 1024;
/** Bytes that are read at once. */
const READ = 1024 * 1024;

/** A result in a window, good until the next is asked for. */
export interface Spot {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads texts of the spill in another order than they stand in: as many as there is room for are fetched in the order of the file,
 * which is read in few and large portions, and given in the order that is asked for.
 */
export function* inWindows(spill: Spill, numbers: Uint32Array, { window = WINDOW } = {}): Generator<Spot> {
  const all = spill.start(spill.length);
  if (all <= window) yield* inOne(spill, numbers, all);
  else yield* inSeveral(spill, numbers, window);
}

/** A small spill is read as it is. */
function* inOne(spill: Spill, numbers: Uint32Array, all: number): Generator<Spot> {
  const bytes = Buffer.allocUnsafeSlow(all);
  spill.read(0, all, bytes, 0);
  for (const number of numbers) yield { bytes, start: spill.start(number), end: spill.start(number + 1) };
}

function* inSeveral(spill: Spill, numbers: Uint32Array, room: number): Generator<Spot> {
  let window = Buffer.alloc(0);
  const lengthOf = (number: number) => spill.start(number + 1) - spill.start(number);
  for (let from = 0; from < numbers.length; ) {
    let to = from;
    let size = 0;
    for (; to < numbers.length; to += 1) {
      const length = lengthOf(numbers[to]!);
      if (to > from && size + length > room) break;
      size += length;
    }
    if (size > window.length) window = Buffer.allocUnsafeSlow(Math.max(size, to < numbers.length ? room : 0));
    // One more than there are texts, for the end of the last.
    const places = new Uint32Array(to - from + 1);
    for (let index = 0; index < to - from; index += 1)
      places[index + 1] = places[index]! + lengthOf(numbers[from + index]!);
    fetch(spill, numbers.subarray(from, to), places, window);
    for (let index = 0; index < to - from; index += 1)
      yield { bytes: window, start: places[index]!, end: places[index + 1]! };
    from = to;
  }
}

function fetch(spill: Spill, numbers: Uint32Array, places: Uint32Array, window: Buffer): void {
  const byPosition = sortBy(
    Uint32Array.from({ length: numbers.length }, (_, index) => index),
    (index) => numbers[index]!,
  );
  let portion = Buffer.alloc(0);
  for (let from = 0; from < byPosition.length; ) {
    const start = spill.start(numbers[byPosition[from]!]!);
    let end = spill.start(numbers[byPosition[from]!]! + 1);
    let to = from + 1;
    for (; to < byPosition.length; to += 1) {
      const next = numbers[byPosition[to]!]!;
      if (spill.start(next) - end > GAP || spill.start(next + 1) - start > READ) break;
      end = spill.start(next + 1);
    }
    if (end - start > portion.length)
      portion = Buffer.allocUnsafeSlow(Math.max(end - start, Math.min(READ, window.length)));
    spill.read(start, end - start, portion, 0);
    for (let at = from; at < to; at += 1) {
      const index = byPosition[at]!;
      const position = spill.start(numbers[index]!) - start;
      portion.copy(window, places[index]!, position, spill.start(numbers[index]! + 1) - start);
    }
    from = to;
  }
}
