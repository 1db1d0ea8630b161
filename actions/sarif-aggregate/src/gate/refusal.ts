import type { Refusal } from '@actions-aws/action';

/** What is wrong at one place of a document; the value is shown where it is a scalar. */
export function refusal(at: string, value: unknown, message: string, remedy?: string): Refusal {
  const shown = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { at, value: shown ? String(value) : undefined, message, ...(remedy !== undefined && { remedy }) };
}

/** A mapping of a document, or `undefined` for anything else. */
export function mappingIn(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}
