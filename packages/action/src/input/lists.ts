import { accepted, type Input, input, refused } from './input.ts';

/** What the entries of a list must be. */
export interface Entries {
  /** Each whole entry must match it. */
  readonly pattern?: RegExp;
  /** What that means: `each entry must be a version number`. */
  readonly hint?: string;
}

/** Names separated by commas or line breaks, in the order given; empty entries are dropped. */
export function list(entries: Entries = {}): Input<readonly string[]> {
  return input('list, separated by commas or lines', (given) => checked(given.split(/[,\r\n]/), entries));
}

function checked(parts: readonly string[], { pattern, hint }: Entries) {
  const found = parts.map((part) => part.trim()).filter((part) => part !== '');
  if (found.length === 0) return refused('must name at least one entry');
  const whole = pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace('g', ''));
  const wrong = whole ? found.filter((part) => !whole.test(part)) : [];
  if (wrong.length === 0) return accepted<readonly string[]>(found);
  return {
    accepted: false as const,
    refusals: wrong.map((value) => ({ value, message: hint ?? `each entry must match \`${pattern?.source}\`` })),
  };
}
