/** Alternatives that a pattern may have in the end. */
export const MOST_ALTERNATIVES = 1000;

const RANGE = /^(-?\d{1,9})\.\.(-?\d{1,9})$|^([A-Za-z])\.\.([A-Za-z])$/;

/**
 * All that a pattern with braces stands for: `{a,b}`, nested ones, and ranges as `{1..3}` and `{a..c}`, as a shell has them.
 * Braces around anything else stand for themselves, and so does what a backslash stands before.
 *
 * @returns undefined where there would be more than {@link MOST_ALTERNATIVES}.
 */
export function alternativesOf(pattern: string): readonly string[] | undefined {
  if (!pattern.includes('{')) return [pattern];
  const found = firstBraces(pattern);
  if (!found) return [pattern];
  const { open, close, choices } = found;
  // What stands before the first braces has none.
  const rests = alternativesOf(pattern.slice(close + 1));
  if (!rests) return undefined;
  const before = pattern.slice(0, open);
  const all: string[] = [];
  for (const choice of choices) {
    const inner = alternativesOf(choice);
    if (!inner || all.length + inner.length * rests.length > MOST_ALTERNATIVES) return undefined;
    for (const one of inner) for (const rest of rests) all.push(`${before}${one}${rest}`);
  }
  return all;
}

interface Braces {
  readonly open: number;
  readonly close: number;
  readonly choices: readonly string[];
}

/** The first braces that offer a choice. */
function firstBraces(pattern: string): Braces | undefined {
  for (let open = 0; open < pattern.length; open += 1) {
    const letter = pattern[open];
    if (letter === '\\') open += 1;
    else if (letter === '[') open = endOfClass(pattern, open) ?? open;
    else if (letter === '{') {
      const found = bracesAt(pattern, open);
      if (found) return found;
    }
  }
  return undefined;
}

function bracesAt(pattern: string, open: number): Braces | undefined {
  const choices: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < pattern.length; at += 1) {
    const letter = pattern[at];
    if (letter === '\\') at += 1;
    else if (letter === '[') at = endOfClass(pattern, at) ?? at;
    else if (letter === '{') depth += 1;
    else if (letter === ',' && depth === 1) {
      choices.push(pattern.slice(from, at));
      from = at + 1;
    } else if (letter === '}') {
      depth -= 1;
      if (depth > 0) continue;
      const last = pattern.slice(from, at);
      if (choices.length > 0) return { open, close: at, choices: [...choices, last] };
      const range = rangeIn(last);
      return range && { open, close: at, choices: range };
    }
  }
  return undefined;
}

function rangeIn(text: string): readonly string[] | undefined {
  const [, first, last, from, to] = RANGE.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    return numbersBetween(from.charCodeAt(0), to.charCodeAt(0)).map((code) => String.fromCharCode(code));
  }
  if (first === undefined || last === undefined) return undefined;
  const width = [first, last].some((bound) => /^-?0\d/.test(bound)) ? Math.max(first.length, last.length) : 0;
  return numbersBetween(Number(first), Number(last)).map((number) =>
    number < 0 ? `-${String(-number).padStart(width - 1, '0')}` : String(number).padStart(width, '0'),
  );
}

function numbersBetween(first: number, last: number): readonly number[] {
  // One more than is allowed is refused by the caller's count.
  const length = Math.min(Math.abs(last - first), MOST_ALTERNATIVES) + 1;
  const step = last < first ? -1 : 1;
  return Array.from({ length }, (_, index) => first + step * index);
}

/** The index of the bracket that ends a class; undefined where it is none. A bracket right after the first one is a member. */
export function endOfClass(pattern: string, open: number): number | undefined {
  let at = open + 1;
  if (pattern[at] === '!' || pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  for (; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === '/') return undefined;
    else if (pattern[at] === ']') return at;
  }
  return undefined;
}
