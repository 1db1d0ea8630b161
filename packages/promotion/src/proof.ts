import { createHash } from 'node:crypto';

/**
 * A token that says: exactly this code passed exactly these expectations. Sixteen hexadecimal digits, to fit a
 * description. It holds no secret: configuration is not hashed into it, because the version that carries the token is
 * immutable and was published, guarded by its revision, from the configuration that was proved.
 */
export function proofOf(codeSha256: string, expectations: unknown): string {
  const text = JSON.stringify([codeSha256, sorted(expectations)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
