import { below, type Flaw, InvalidRequest, missing } from './invalid.ts';
import { membersOf, type Shape, traitsOf } from './shapes.ts';
import { readText } from './xml.ts';

/**
 * Reads the fields of a form as the AWS query protocol spreads a structure over them, such as
 * `Tags.member.1.Key`: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function readQuery(form: URLSearchParams, shape: Shape): Record<string, unknown> {
  const flaws: Flaw[] = [];
  const result = structure(form, shape, '', '', flaws);
  if (flaws.length > 0) throw new InvalidRequest(flaws);
  return result;
}

function structure(
  form: URLSearchParams,
  shape: Shape,
  prefix: string,
  path: string,
  flaws: Flaw[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, shape: member, traits, required } of membersOf(shape)) {
    const key = prefix + (traits.xmlName ?? name);
    const value = read(form, member, key, below(path, name), flaws);
    if (value !== undefined) result[name] = value;
    else if (required) flaws.push(missing(below(path, name)));
  }
  return result;
}

function read(form: URLSearchParams, shape: Shape, key: string, path: string, flaws: Flaw[]): unknown {
  if (shape.isListSchema()) return list(form, shape, key, path, flaws);
  if (shape.isMapSchema()) return map(form, shape, key, path, flaws);
  if (shape.isStructSchema()) return given(form, key) ? structure(form, shape, `${key}.`, path, flaws) : undefined;
  const text = form.get(key);
  return text === null ? undefined : readText(text, shape, path, 'date-time');
}

function list(form: URLSearchParams, shape: Shape, key: string, path: string, flaws: Flaw[]): unknown[] | undefined {
  const item = traitsOf(shape).xmlFlattened ? key : `${key}.${traitsOf(shape.getValueSchema()).xmlName ?? 'member'}`;
  if (!given(form, item)) return form.has(key) ? [] : undefined;
  const items: unknown[] = [];
  for (let index = 1; given(form, `${item}.${index}`); index++) {
    items.push(read(form, shape.getValueSchema(), `${item}.${index}`, `${path}.${index}.member`, flaws));
  }
  return items;
}

function map(form: URLSearchParams, shape: Shape, key: string, path: string, flaws: Flaw[]): object | undefined {
  const entry = traitsOf(shape).xmlFlattened ? key : `${key}.entry`;
  if (!given(form, entry)) return undefined;
  const keyName = traitsOf(shape.getKeySchema()).xmlName ?? 'key';
  const valueName = traitsOf(shape.getValueSchema()).xmlName ?? 'value';
  const result: Record<string, unknown> = {};
  for (let index = 1; given(form, `${entry}.${index}`); index++) {
    const name = form.get(`${entry}.${index}.${keyName}`) ?? '';
    result[name] = read(form, shape.getValueSchema(), `${entry}.${index}.${valueName}`, `${path}.${name}`, flaws);
  }
  return result;
}

function given(form: URLSearchParams, key: string): boolean {
  return form.has(key) || [...form.keys()].some((name) => name.startsWith(`${key}.`));
}
