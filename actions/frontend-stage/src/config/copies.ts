import { scriptText } from './block.ts';

/** Where else what the builder has put into a block stands. */
export interface Copies {
  /** Whether the bytes hold it, in one of the ways in which a script or a list would. */
  in(bytes: Buffer): boolean;
}

/** Texts that stand everywhere, and say nothing: `{}`, `null`, `""`. */
const SHORTEST = 8;

/**
 * Finds what the builder has put into a block elsewhere: as it is, without its white space, and inside a string of a script, with its
 * quotes escaped once or twice. A text of a few characters is not looked for.
 */
export function copiesOf(built: string): Copies | undefined {
  const compact = valueIn(built);
  const texts = [built.trim(), ...(compact === undefined ? [] : [JSON.stringify(compact), scriptText(compact)])];
  const plain = [...new Set(texts)].filter((text) => text.length >= SHORTEST);
  const escaped = plain.flatMap((text) => [text, quoted(text), quoted(quoted(text)), text.replaceAll("'", "\\'")]);
  // A minifier writes an object as one: `{api:"built"}`.
  const object = literal(compact);
  const all = [...new Set([...escaped, ...(object.length >= SHORTEST ? [object] : [])])].map((text) =>
    Buffer.from(text),
  );
  return all.length === 0 ? undefined : { in: (bytes) => all.some((text) => bytes.includes(text)) };
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value as minifiers write it: names without quotes where they may stand so. Only of objects. */
function literal(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  return inner(value);
}

function inner(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, one]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}:${inner(one)}`,
  );
  return `{${members.join(',')}}`;
}
