/** A number from 0 to below 1 that depends on its arguments alone: FNV-1a, and the finaliser of MurmurHash3. */
export function drawn(seed: number, about: string): number {
  let hash = (2_166_136_261 ^ seed) >>> 0;
  for (let index = 0; index < about.length; index++) hash = Math.imul(hash ^ about.charCodeAt(index), 16_777_619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
