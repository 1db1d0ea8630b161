import { membersOf, type Shape, traitsOf } from './wire/shapes.ts';

const longest = 512;

/** What the journal keeps of an input: bytes as their length, long texts cut, and nothing that the model calls sensitive. */
export function redact(value: unknown, shape: Shape): unknown {
  if (value === undefined || value === null) return value;
  if (shape.isBlobSchema()) return `<${(value as Uint8Array).length} bytes>`;
  if (traitsOf(shape).sensitive) return '<sensitive>';
  if (shape.isStructSchema()) {
    const source = value as Record<string, unknown>;
    const given = membersOf(shape).filter(({ name }) => source[name] !== undefined);
    return Object.fromEntries(given.map((member) => [member.name, redact(source[member.name], member.shape)]));
  }
  if (shape.isListSchema()) return (value as unknown[]).map((item) => redact(item, shape.getValueSchema()));
  if (shape.isMapSchema()) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, shape.getValueSchema())]));
  }
  if (typeof value === 'string' && value.length > longest)
    return `${value.slice(0, longest)}… (${value.length} characters)`;
  return value instanceof Date ? value.toISOString() : value;
}
