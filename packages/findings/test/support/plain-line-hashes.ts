const MODULUS = 2n ** 64n;

/**
 * GitHub's line hash by its definition: the text without what does not count, and for each line the polynomial over the 100 units
 * from its first one, computed anew.
 */
export function plainLineHashes(text: string): string[] {
  const units: bigint[] = [];
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const one = text[index] as string;
    if (one === ' ' || one === '\t' || (one === '\n' && text[index - 1] === '\r')) continue;
    const isBreak = one === '\n' || one === '\r';
    units.push(isBreak ? 10n : BigInt(text.charCodeAt(index)));
    if (isBreak) starts.push(units.length);
  }
  units.push(0xffffn);
  return starts.map((start) => {
    let hash = 0n;
    for (let index = start; index < start + 100; index++) hash = (hash * 37n + (units[index] ?? 0n)) % MODULUS;
    return hash.toString(16);
  });
}
