import { type Memory, newMemory } from './memory.ts';
import { sortBy } from './sort.ts';
import type { FilledSpill } from './spill.ts';

/** Bytes of results that are held to be put in order. */
const WINDOW = 24 * 1024 * 1024;
/** Bytes of texts that reports tell, each a fifth of its result, which are held in the same way. */
export const TEXTS = 16 * 1024 * 1024;
/** Bytes between two results that are read as well rather than reading twice. */
const GAP = 16 * 1024;
/** Bytes that are read at once. */
const READ = 1024 * 1024;

/** Texts of which is asked at once where they are. */
const AT_ONCE = 256;

/** A result in a window: the same object for all of them, good until the next is asked for. */
export interface Spot {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** How texts are read. */
export interface Windows {
  /** Bytes of texts that are held at once. */
  readonly window?: number;
  readonly memory?: Memory;
}

/**
 * Reads texts of the spill in another order than they stand in: as many as there is room for are fetched in the order of the file,
 * which is read in few and large portions, and given in the order that is asked for.
 */
export function* inWindows(
  spill: FilledSpill,
  numbers: Uint32Array,
  { window = WINDOW, memory = newMemory() }: Windows = {},
): Generator<Spot> {
  const all = spill.start(spill.length);
  if (all <= window) yield* inOne(spill, numbers, memory.room(all), all);
  else yield* inSeveral(spill, numbers, memory, window);
}

function* inOne(spill: FilledSpill, numbers: Uint32Array, bytes: Buffer, all: number): Generator<Spot> {
  spill.read(0, all, bytes, 0);
  const spot = { bytes, start: 0, end: 0 };
  // Where texts are is asked of many at once, so that the processor waits for them at the same time: they are in no order of the memory.
  const starts = new Uint32Array(AT_ONCE);
  const ends = new Uint32Array(AT_ONCE);
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, numbers.length - from);
    for (let nth = 0; nth < count; nth += 1) {
      const number = numbers[from + nth]!;
      starts[nth] = spill.start(number);
      ends[nth] = spill.start(number + 1);
    }
    for (let nth = 0; nth < count; nth += 1) {
      spot.start = starts[nth]!;
      spot.end = ends[nth]!;
      yield spot;
    }
  }
}

function* inSeveral(spill: FilledSpill, numbers: Uint32Array, memory: Memory, room: number): Generator<Spot> {
  const spot = { bytes: memory.room(0), start: 0, end: 0 };
  for (let from = 0; from < numbers.length; ) {
    const near = stretchFrom(spill, numbers, from, room);
    if (near) {
      const { to, start, length } = near;
      const bytes = memory.room(Math.max(length, room));
      spill.read(start, length, bytes, 0);
      spot.bytes = bytes;
      for (let at = from; at < to; at += 1) {
        const number = numbers[at]!;
        spot.start = spill.start(number) - start;
        spot.end = spill.start(number + 1) - start;
        yield spot;
      }
      from = to;
      continue;
    }
    let to = from;
    let size = 0;
    for (; to < numbers.length; to += 1) {
      const length = spill.start(numbers[to]! + 1) - spill.start(numbers[to]!);
      if (to > from && size + length > room) break;
      size += length;
    }
    const window: Buffer = memory.room(Math.max(size, room));
    // One more than there are texts, for the end of the last.
    const places = new Uint32Array(to - from + 1);
    for (let index = 0; index < to - from; index += 1) {
      const number = numbers[from + index]!;
      places[index + 1] = places[index]! + spill.start(number + 1) - spill.start(number);
    }
    fetch(spill, numbers.subarray(from, to), places, window);
    spot.bytes = window;
    for (let index = 0; index < to - from; index += 1) {
      spot.start = places[index]!;
      spot.end = places[index + 1]!;
      yield spot;
    }
    from = to;
  }
}

/** Texts that stand together in the file, though in another order: they are given as they are read. Undefined where that are too few. */
function stretchFrom(spill: FilledSpill, numbers: Uint32Array, from: number, room: number) {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  let size = 0;
  let to = from;
  for (; to < numbers.length; to += 1) {
    const number = numbers[to]!;
    const [first, last] = [Math.min(start, spill.start(number)), Math.max(end, spill.start(number + 1))];
    if (last - first > room) break;
    [start, end] = [first, last];
    size += spill.start(number + 1) - spill.start(number);
  }
  const isMuch = to === numbers.length || 4 * size >= room;
  return to > from && isMuch && 2 * size >= end - start ? { to, start, length: end - start } : undefined;
}

function fetch(spill: FilledSpill, numbers: Uint32Array, places: Uint32Array, window: Buffer): void {
  const byPosition = sortBy(
    Uint32Array.from({ length: numbers.length }, (_, index) => index),
    [(index) => numbers[index]!],
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
