import { PARTS } from '../identity/identity.ts';

/** The places of identities in an order that is the same for the same identities: that of a mixture of their bits. */
export function inOrder(parts: Uint32Array): Uint32Array {
  const length = parts.length / PARTS;
  // A number holds 53 bits: the place, and as much of the mixture as there is room for, so that numbers alone are sorted.
  const places = 2 ** Math.ceil(Math.log2(Math.max(2, length)));
  const cut = Math.max(1, (places * 2 ** 32) / 2 ** 53);
  const keyed = new Float64Array(length);
  for (let at = 0; at < length; at += 1) keyed[at] = Math.floor(mixture(parts, at) / cut) * places + at;
  keyed.sort();
  const order = new Uint32Array(length);
  let begin = 0;
  for (let at = 0; at < length; at += 1) {
    const own = keyed[at] ?? 0;
    order[at] = own % places;
    const group = Math.floor(own / places);
    const isLast = at + 1 === length || Math.floor((keyed[at + 1] ?? 0) / places) !== group;
    if (!isLast) continue;
    if (at > begin) order.subarray(begin, at + 1).sort((a, b) => compared(parts, a, b));
    begin = at + 1;
  }
  return order;
}

/** Not the first of its numbers: thousands of findings share that. */
function mixture(parts: Uint32Array, at: number): number {
  let mixed = 0;
  for (let nth = 0; nth < PARTS; nth += 1) {
    mixed = Math.imul(mixed ^ (parts[at * PARTS + nth] ?? 0), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  return mixed >>> 0;
}

function compared(parts: Uint32Array, a: number, b: number): number {
  // In full, so that the order of two does not depend on how many there are.
  const difference = mixture(parts, a) - mixture(parts, b);
  if (difference !== 0) return difference;
  for (let nth = 0; nth < PARTS; nth += 1) {
    const own = (parts[a * PARTS + nth] ?? 0) - (parts[b * PARTS + nth] ?? 0);
    if (own !== 0) return own;
  }
  return a - b;
}
