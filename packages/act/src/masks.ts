/** Values that are shown nowhere. */
export interface Masks {
  add(value: string): void;
  /** The text without them. */
  hide(text: string): string;
  /** The value with every text in it hidden, however deep. */
  hideIn<T>(value: T): T;
}

/** act writes its log unmasked when it writes JSON: https://github.com/nektos/act, `--json`. */
export function masks(secrets: readonly string[]): Masks {
  const values = new Set<string>();
  const add = (value: string) => {
    // As GitHub does, each line of a value by itself; an empty one would hide everything.
    for (const line of value.split(/\r?\n/)) if (line.trim() !== '') values.add(line.trim());
  };
  for (const secret of secrets) add(secret);
  const hide = (text: string) => {
    const longestFirst = [...values].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((hidden, value) => hidden.replaceAll(value, '***'), text);
  };
  const hideIn = (value: unknown): unknown => {
    if (typeof value === 'string') return hide(value);
    if (Array.isArray(value)) return value.map(hideIn);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hideIn(each)]));
  };
  return { add, hide, hideIn: hideIn as Masks['hideIn'] };
}
