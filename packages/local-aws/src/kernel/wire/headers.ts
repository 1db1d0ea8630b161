import type { Member, Shape } from './shapes.ts';
import { writeText } from './xml.ts';

/** Encodes what a shape binds to the headers and to the status. */
export function writeBound(
  members: readonly Member[],
  output: unknown,
): { headers: Record<string, string>; status: number | undefined } {
  const source = (output ?? {}) as Record<string, unknown>;
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const { name, shape, traits } of members) {
    const value = source[name];
    if (value === undefined || value === null) continue;
    if (traits.httpResponseCode) status = Number(value);
    if (traits.httpHeader !== undefined) headers[traits.httpHeader.toLowerCase()] = writeHeader(value, shape);
    if (traits.httpPrefixHeaders === undefined) continue;
    for (const [key, item] of Object.entries(value))
      headers[traits.httpPrefixHeaders.toLowerCase() + key] = String(item);
  }
  return { headers, status };
}

function writeHeader(value: unknown, shape: Shape): string {
  if (!shape.isListSchema()) return writeText(value, shape, 'http-date');
  return (value as unknown[]).map((item) => writeText(item, shape.getValueSchema(), 'http-date')).join(', ');
}
