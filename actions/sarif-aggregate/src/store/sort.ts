import { type Memory, newMemory } from './memory.ts';

const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;

/**
 * Sorts an order by keys of 32 bits, by the first of them first. What is equal by all of them stays as it was. The order that is given is
 * not changed.
 *
 * @param memory takes what sorting needs besides.
 */
export function sortBy(
  order: Uint32Array,
  keys: readonly ((one: number) => number)[],
  memory: Memory = newMemory(),
): Uint32Array {
  const { length } = order;
  const sorted = order.slice();
  const { buffer, byteOffset } = memory.room(3 * order.byteLength);
  const [first, second, third] = [0, 1, 2].map(
    (nth) => new Uint32Array(buffer, byteOffset + nth * order.byteLength, length),
  ) as [Uint32Array, Uint32Array, Uint32Array];
  let from: Keyed = { order: sorted, keys: first };
  let to: Keyed = { order: second, keys: third };
  const places = new Uint32Array(DIGITS);
  for (const keyOf of keys.toReversed()) {
    const differing = fill(from, keyOf);
    for (const shift of [0, DIGIT_BITS]) {
      // A digit that all have in common sorts nothing.
      if (((differing >>> shift) & (DIGITS - 1)) === 0) continue;
      sortByDigit(from, to, shift, places);
      [from, to] = [to, from];
    }
  }
  if (from.order !== sorted) sorted.set(from.order);
  return sorted;
}

interface Keyed {
  readonly order: Uint32Array;
  readonly keys: Uint32Array;
}

/** @returns the bits in which keys differ. */
function fill({ order, keys }: Keyed, keyOf: (one: number) => number): number {
  const { length } = order;
  const first = length > 0 ? keyOf(order[0]!) : 0;
  let differing = 0;
  for (let at = 0; at < length; at += 1) {
    const key = keyOf(order[at]!);
    keys[at] = key;
    differing |= key ^ first;
  }
  return differing;
}

function sortByDigit(from: Keyed, to: Keyed, shift: number, places: Uint32Array): void {
  const { order, keys } = from;
  const { length } = order;
  places.fill(0);
  for (let at = 0; at < length; at += 1) {
    const digit = (keys[at]! >>> shift) & (DIGITS - 1);
    places[digit] = places[digit]! + 1;
  }
  for (let digit = 0, sum = 0; digit < DIGITS; digit += 1) {
    const count = places[digit]!;
    places[digit] = sum;
    sum += count;
  }
  const [sorted, sortedKeys] = [to.order, to.keys];
  for (let at = 0; at < length; at += 1) {
    const key = keys[at]!;
    const digit = (key >>> shift) & (DIGITS - 1);
    const place = places[digit]!;
    places[digit] = place + 1;
    sorted[place] = order[at]!;
    sortedKeys[place] = key;
  }
}

/** The place of each number below `length` in the order of their texts, by UTF-16 units, as no locale changes. */
export function ranksOf(length: number, textOf: (number: number) => string): Uint32Array {
  const numbers = Array.from({ length }, (_, number) => number);
  const texts = numbers.map(textOf);
  numbers.sort((a, b) => {
    const [left, right] = [texts[a]!, texts[b]!];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  });
  const ranks = new Uint32Array(length);
  for (const [rank, number] of numbers.entries()) ranks[number] = rank;
  return ranks;
}
