/** Values by texts that stand in bytes: what is asked again is found without making a text of it. */
export interface ByText<Value> {
  /**
   * The value of a text, made when it is first asked for.
   *
   * @param hash of its bytes, by {@link hashed}.
   * @param more what tells equal texts apart: a number, and another text that may be empty.
   */
  of(bytes: Buffer, start: number, end: number, hash: number, more: number, other: string): Value;
}

/** Texts that are kept; then it begins anew. */
const MOST = 16_384;
const FEWEST_SLOTS = 64;

/** Of each slot: the hash, `more`, where its text starts and ends in all of them. An end of 0 says that it is free. */
const FACTS = 4;
const [HASH, MORE, START, END] = [0, 1, 2, 3];

/** Nothing is known at first. Side by side in few places of the memory, since it is asked in no order, for each result. */
export function byText<Value>(make: (text: string, more: number, other: string) => Value): ByText<Value> {
  // Half of the slots at least are free.
  let room = FEWEST_SLOTS;
  let facts = new Float64Array(FACTS * room);
  let values: Value[] = new Array(room);
  let others: string[] = new Array(room);
  let texts: Buffer = Buffer.allocUnsafeSlow(4096);
  // Not 0, which is the end of no text.
  let length = 1;
  let size = 0;
  const free = (hash: number, more: number): number => {
    let slot = slotOf(hash, more, room);
    while (facts[FACTS * slot + END] !== 0) slot = (slot + 1) & (room - 1);
    return slot;
  };
  const grow = (): void => {
    const before = { facts, values, others };
    const isAnew = size >= MOST;
    room = isAnew ? FEWEST_SLOTS : 2 * room;
    facts = new Float64Array(FACTS * room);
    values = new Array(room);
    others = new Array(room);
    if (isAnew) {
      length = 1;
      size = 0;
      return;
    }
    for (let at = 0; at < before.facts.length; at += FACTS) {
      if (before.facts[at + END] === 0) continue;
      const slot = free(before.facts[at + HASH]!, before.facts[at + MORE]!);
      for (let fact = 0; fact < FACTS; fact += 1) facts[FACTS * slot + fact] = before.facts[at + fact]!;
      values[slot] = before.values[at / FACTS]!;
      others[slot] = before.others[at / FACTS]!;
    }
  };
  const keep = (bytes: Buffer, start: number, end: number): void => {
    if (length + end - start > texts.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (length + end - start));
      texts.copy(larger, 0, 0, length);
      texts = larger;
    }
    bytes.copy(texts, length, start, end);
    length += end - start;
  };
  return {
    of(bytes, start, end, hash, more, other) {
      for (let slot = slotOf(hash, more, room); ; slot = (slot + 1) & (room - 1)) {
        const at = FACTS * slot;
        if (facts[at + END] === 0) break;
        if (facts[at + HASH] !== hash || facts[at + MORE] !== more || others[slot] !== other) continue;
        const from = facts[at + START]!;
        if (facts[at + END]! - from !== end - start) continue;
        let same = start;
        while (same < end && texts[from + same - start] === bytes[same]) same += 1;
        if (same === end) return values[slot]!;
      }
      const value = make(bytes.toString('utf8', start, end), more, other);
      if (2 * (size + 1) > room || size >= MOST) grow();
      const slot = free(hash, more);
      const at = FACTS * slot;
      facts[at + HASH] = hash;
      facts[at + MORE] = more;
      facts[at + START] = length;
      keep(bytes, start, end);
      facts[at + END] = length;
      values[slot] = value;
      others[slot] = other;
      size += 1;
      return value;
    },
  };
}

function slotOf(hash: number, more: number, slots: number): number {
  const mixed = Math.imul(hash ^ Math.imul(more, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & (slots - 1);
}

/** A hash of bytes, for a table. */
export function hashed(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}
