/** Values that are shown nowhere. */
export interface Masks {
  add(value: string): void;
  /** The text without them. */
  hide(text: string): string;
}

/** act writes its log unmasked when it writes JSON: https://github.com/nektos/act, `--json`. */
export function masks(secrets: readonly string[]): Masks {
  const values = new Set<string>();
  const add = (value: string) => {
    // As GitHub does, each line of a value by itself; an empty one would hide everything.
    for (const line of value.split(/\r?\n/)) if (line.trim() !== '') values.add(line.trim());
  };
  for (const secret of secrets) add(secret);
  return {
    add,
    hide(text) {
      const longestFirst = [...values].sort((a, b) => b.length - a.length);
      return longestFirst.reduce((hidden, value) => hidden.replaceAll(value, '***'), text);
    },
  };
}
