/**
 * Splits a JSON path that leads to one value, what RFC 9535 calls a singular query, such as `$.hits[0]['first name']`.
 * `undefined` for anything else: a wildcard or a filter may match nothing, and a check that matches nothing passes.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc9535#name-singular-query
 */
export function parsePath(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const segment =
    /\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|\[(-?\d+)\]|\['((?:[^'\\]|\\['\\])*)'\]|\["((?:[^"\\]|\\["\\])*)"\]/y;
  const keys: (string | number)[] = [];
  let at = 1;
  while (at < path.length) {
    segment.lastIndex = at;
    const match = segment.exec(path);
    if (!match) return undefined;
    const [whole, dotted, index, single, double] = match;
    keys.push(index !== undefined ? Number(index) : (dotted ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')));
    at += whole.length;
  }
  return keys;
}

/** What a path leads to; `found` tells a value of `null` from none. A negative index counts from the end. */
export function valueAt(value: unknown, path: string): { readonly found: boolean; readonly value?: unknown } {
  let current = value;
  for (const key of parsePath(path) ?? []) {
    if (typeof key === 'number') {
      if (!Array.isArray(current)) return { found: false };
      const index = key < 0 ? current.length + key : key;
      if (index < 0 || index >= current.length) return { found: false };
      current = current[index];
    } else {
      if (current === null || typeof current !== 'object' || Array.isArray(current)) return { found: false };
      if (!Object.hasOwn(current, key)) return { found: false };
      current = (current as Record<string, unknown>)[key];
    }
  }
  return { found: true, value: current };
}
