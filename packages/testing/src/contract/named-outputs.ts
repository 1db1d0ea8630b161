import { parse } from 'yaml';

/** Finds the text of a file that an input names, by its path in the repository; undefined where it is not there. */
export type ReadFile = (path: string) => string | undefined;

/** Actions with outputs that an input names, and that input. */
export const namingInputs: Readonly<Record<string, string>> = { 'detect-changes': 'filters' };

/**
 * Names of outputs that an input gives, which no action.yml can declare: the keys of its YAML, or of the file that it names by
 * a line that ends in `.yml` or `.yaml`.
 *
 * @returns undefined where they are not known, since it is an expression, or a file that is not here.
 */
export function outputsNamedIn(given: unknown, readFile: ReadFile = () => undefined): readonly string[] | undefined {
  const text = String(given ?? '').trim();
  if (text.includes('${{')) return undefined;
  const isFile = /^[^\n]+\.ya?ml$/i.test(text) && !text.includes(': ');
  const document = isFile ? readFile(text) : text;
  if (document === undefined) return undefined;
  try {
    const value: unknown = parse(document, { merge: true });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  } catch {
    // Told where the value itself is checked.
    return undefined;
  }
}
