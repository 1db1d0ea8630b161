const DIGIT_BITS = 16;
const DIGITS = 2 ** DIGIT_BITS;

/** Sorts an order by keys of 32 bits, and leaves what is equal as it was: sorting by the last key first sorts by all of them. */
export function sortBy(order: Uint32Array, keyOf: (one: number) => number): Uint32Array {
  const { length } = order;
  const keys = new Uint32Array(length);
  let differing = 0;
  const first = length > 0 ? keyOf(order[0]!) : 0;
  for (let at = 0; at < length; at += 1) {
    const key = keyOf(order[at]!);
    keys[at] = key;
    differing |= key ^ first;
  }
  let from: Keyed = { order, keys };
  for (const shift of [0, DIGIT_BITS]) {
    // A digit that all have in common sorts nothing.
    if (((differing >>> shift) & (DIGITS - 1)) === 0) continue;
    from = sortedByDigit(from, shift);
  }
  return from.order;
}

interface Keyed {
  readonly order: Uint32Array;
  readonly keys: Uint32Array;
}

function sortedByDigit({ order, keys }: Keyed, shift: number): Keyed {
  const { length } = order;
  const places = new Uint32Array(DIGITS);
  for (let at = 0; at < length; at += 1) {
    const digit = (keys[at]! >>> shift) & (DIGITS - 1);
    places[digit] = places[digit]! + 1;
  }
  for (let digit = 0, sum = 0; digit < DIGITS; digit += 1) {
    const count = places[digit]!;
    places[digit] = sum;
    sum += count;
  }
  const sorted = { order: new Uint32Array(length), keys: new Uint32Array(length) };
  for (let at = 0; at < length; at += 1) {
    const key = keys[at]!;
    const digit = (key >>> shift) & (DIGITS - 1);
    const place = places[digit]!;
    places[digit] = place + 1;
    sorted.order[place] = order[at]!;
    sorted.keys[place] = key;
  }
  return sorted;
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
