/** What one upload cannot be taken for; its message is what `errors` shows. */
export class UnreadableSarif extends Error {}

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Values of another type than SARIF's are what GitHub's parser stops at, with the whole file:
 * https://github.com/dependency-check/DependencyCheck/issues/5347, https://github.com/safedep/vet/issues/481. It tells the offset in
 * bytes; here the name of the field stands there.
 */
function stop(expected: string, name: string, value: unknown): never {
  // Never the whole of a value: it may be deep.
  const found = typeof value === 'object' ? 'another type' : JSON.stringify(value)?.slice(0, 40);
  throw new UnreadableSarif(
    `parsing restricted subset of SARIF data has failed: parse error: expected ${expected} near ${name} of '${found}'`,
  );
}

/** The document. */
export function parsedSarif(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableSarif(
      `parsing restricted subset of SARIF data has failed: parse error: ${(error as Error).message}`,
    );
  }
}

/** An object; nothing for what is absent or null. */
export function fieldsOf(value: unknown, name: string): Fields | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : stop('object', name, value);
}

/** A list; an empty one for what is absent or null. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : stop('array', name, value);
}

/** A string; nothing for what is absent or null. */
export function textOf(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : stop('string', name, value);
}

/** A whole number of 64 bits; nothing for what is absent or null. */
export function wholeOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const isWhole = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
  return isWhole ? value : stop('integer', name, value);
}
