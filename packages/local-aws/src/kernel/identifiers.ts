/** A source of random-looking UUIDs that repeats itself from the same seed, so that a replay gives the same. */
export interface Identifiers {
  next(): string;
  /** Where the sequence stands: what a snapshot keeps. */
  position(): number;
  seek(position: number): void;
}

/** A counter, mixed: the n-th UUID depends on the seed and on n alone. */
export function identifiers(seed: number): Identifiers {
  let position = 0;
  return {
    next() {
      position++;
      const words = [0, 1, 2, 3].map((lane) => mix(seed + lane * 0x9e3779b9, position));
      const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('');
      const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    position: () => position,
    seek(to) {
      position = to;
    },
  };
}

/** The finaliser of MurmurHash3, which spreads every bit of both over the result. */
function mix(seed: number, value: number): number {
  let hash = (seed ^ Math.imul(value, 0x85ebca6b)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
