/** What a value looks like that only few may know, and every visitor of the site could read. */
const SECRETS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a token of GitHub', /\b(?:gh[oprsu]_[A-Za-z0-9]{36}|github_pat_\w{40,})/],
  ['a token of Slack', /\bxox[abeoprs]-[\w-]{10,}/],
  ['a secret key of Stripe', /\b[rs]k_live_\w{10,}/],
  ['an address with a password', /\b[a-z][a-z+]*:\/\/[^\s/:@]*:[^\s/@]+@/i],
];

/** Where in a value something stands that must not be public, and what it looks like; nothing where all is well. */
export function secretIn(value: unknown, at = ''): { readonly at: string; readonly what: string } | undefined {
  if (typeof value === 'string') {
    const [what] = SECRETS.find(([, pattern]) => pattern.test(value)) ?? [];
    return what === undefined ? undefined : { at, what };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = secretIn(inner, Array.isArray(value) ? `${at}[${key}]` : `${at}.${key}`);
    if (found) return found;
  }
  return undefined;
}
