/**
 * The ids of one advisory as they are compared: upper case, but for the letters of a GHSA, which GitHub writes small; sorted, each
 * once, empty ones left out.
 */
export function advisoriesOf(ids: Iterable<string>): readonly string[] {
  const all = new Set<string>();
  for (const id of ids) {
    const trimmed = id.trim();
    if (trimmed !== '')
      all.add(/^ghsa-/i.test(trimmed) ? `GHSA${trimmed.slice(4).toLowerCase()}` : trimmed.toUpperCase());
  }
  return [...all].sort();
}

/** The id of GitHub's advisory that an address leads to, such as `https://github.com/advisories/GHSA-35jh-r3h4-6jhm`. */
export function ghsaIn(url: string): string | undefined {
  return /\bGHSA(?:-[23456789cfghjmpqrvwx]{4}){3}\b/i.exec(url)?.[0];
}
