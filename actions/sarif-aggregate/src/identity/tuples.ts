const WIDTH = 6;

/** Tuples of up to six whole numbers below 2³², each numbered once, from 0, in the order in which they come. */
export interface Tuples {
  readonly size: number;
  numberOf(a: number, b?: number, c?: number, d?: number, e?: number, f?: number): number;
  /** The number that `numberOf` gave, or -1. */
  find(a: number, b?: number, c?: number, d?: number, e?: number, f?: number): number;
  /** A member of a tuple, 0 to 5. */
  at(tuple: number, member: number): number;
}

/** A table for about so many tuples; it grows. Not a `Map` with text keys: that takes ten times the memory. */
export function createTuples(expected = 16): Tuples {
  let room = 16;
  while (room < expected) room *= 2;
  let members = new Uint32Array(room * WIDTH);
  // Number plus one; half of the slots at least are free.
  let slots = new Uint32Array(room * 2);
  let size = 0;

  const grow = (): void => {
    room *= 2;
    const wider = new Uint32Array(room * WIDTH);
    wider.set(members);
    members = wider;
    slots = new Uint32Array(room * 2);
    for (let tuple = 0; tuple < size; tuple += 1) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = members.subarray(tuple * WIDTH, tuple * WIDTH + WIDTH);
      let slot = mixed(a, b, c, d, e, f) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = tuple + 1;
    }
  };
  /** The slot that has the tuple, or the free one where it belongs. */
  const slotOf = (a: number, b: number, c: number, d: number, e: number, f: number): number => {
    let slot = mixed(a, b, c, d, e, f) & (slots.length - 1);
    for (;;) {
      const found = slots[slot] ?? 0;
      if (found === 0) return slot;
      const start = (found - 1) * WIDTH;
      if (
        members[start] === a &&
        members[start + 1] === b &&
        members[start + 2] === c &&
        members[start + 3] === d &&
        members[start + 4] === e &&
        members[start + 5] === f
      )
        return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
  };
  return {
    get size() {
      return size;
    },
    find(a, b = 0, c = 0, d = 0, e = 0, f = 0) {
      return (slots[slotOf(a, b, c, d, e, f)] ?? 0) - 1;
    },
    numberOf(a, b = 0, c = 0, d = 0, e = 0, f = 0) {
      let slot = slotOf(a, b, c, d, e, f);
      const found = slots[slot] ?? 0;
      if (found !== 0) return found - 1;
      if (size === room) {
        grow();
        slot = slotOf(a, b, c, d, e, f);
      }
      const start = size * WIDTH;
      members[start] = a;
      members[start + 1] = b;
      members[start + 2] = c;
      members[start + 3] = d;
      members[start + 4] = e;
      members[start + 5] = f;
      size += 1;
      slots[slot] = size;
      return size - 1;
    },
    at: (tuple, member) => members[tuple * WIDTH + member] ?? 0,
  };
}

function mixed(a: number, b: number, c: number, d: number, e: number, f: number): number {
  let hash = stir(0x9e3779b9, a);
  hash = stir(hash, b);
  hash = stir(hash, c);
  hash = stir(hash, d);
  hash = stir(hash, e);
  hash = stir(hash, f);
  // The last step of MurmurHash3, so that the lower bits depend on all.
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function stir(hash: number, member: number): number {
  let mixing = Math.imul(member, 0xcc9e2d51);
  mixing = (mixing << 15) | (mixing >>> 17);
  const next = hash ^ Math.imul(mixing, 0x1b873593);
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}
