import { accepted, type Input, input, type Parsed, refused } from './input.ts';

/** What the entries of a list must be. */
export interface Entries {
  /** Each whole entry must match it. */
  readonly pattern?: RegExp;
  /** What that means: `each entry must be a version number`. */
  readonly hint?: string;
}

/** Names separated by commas or line breaks, in the order given. */
export function list(entries: Entries = {}): Input<readonly string[]> {
  return input('list, separated by commas or lines', (given) => {
    const read = entriesOf(given);
    return read.accepted ? checked(read.value, entries) : read;
  });
}

/**
 * The entries of a list that is separated by commas or line breaks; a comma may end a line. An empty one is refused: an
 * expression that yields nothing leaves it, and what it was to name must not be passed over.
 */
export function entriesOf(given: string): Parsed<readonly string[]> {
  const found = given.split(/,[ \t]*(?:\r?\n)?|\r?\n/).map((entry) => entry.trim());
  if (found.every((entry) => entry === '')) return refused('must name at least one entry');
  if (found.every((entry) => entry !== '')) return accepted(found);
  return refused(
    'has an empty entry: an expression that yields nothing leaves one',
    'Take the empty place out, or give it a value.',
  );
}

function checked(found: readonly string[], { pattern, hint }: Entries): Parsed<readonly string[]> {
  const whole = pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace('g', ''));
  const wrong = whole ? found.filter((part) => !whole.test(part)) : [];
  if (wrong.length === 0) return accepted(found);
  return {
    accepted: false,
    refusals: wrong.map((value) => ({ value, message: hint ?? `each entry must match \`${pattern?.source}\`` })),
  };
}
