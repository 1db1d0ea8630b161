import { rawXml } from '../service.ts';
import { below, type Flaw, InvalidRequest, malformed, missing, wrongType } from './invalid.ts';
import { type Member, membersOf, type Shape, traitsOf } from './shapes.ts';
import { readTimestamp, timestampForm, writeTimestamp } from './timestamps.ts';
import { type Element, escapeXml } from './xml-document.ts';

/** Reads the members of a structure that travel in the document; throws {@link InvalidRequest}. */
export function readXmlMembers(element: Element, members: readonly Member[]): Record<string, unknown> {
  const flaws: Flaw[] = [];
  const result = structure(element, members, '', flaws);
  if (flaws.length > 0) throw new InvalidRequest(flaws);
  return result;
}

function structure(element: Element, members: readonly Member[], path: string, flaws: Flaw[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of members) {
    const value = readMember(element, member, below(path, member.name), flaws);
    if (value !== undefined) result[member.name] = value;
    // Recorded of S3 (localstack's test_put_bucket_tagging_none_value): a list that is absent is an empty one.
    else if (member.required && member.shape.isListSchema()) result[member.name] = [];
    else if (member.required) flaws.push(missing(below(path, member.name)));
  }
  return result;
}

function readMember(element: Element, { name, shape, traits }: Member, path: string, flaws: Flaw[]): unknown {
  const wanted = traits.xmlName ?? name;
  if (traits.xmlAttribute) return element.attributes[wanted];
  const found = element.children.filter((child) => child.name === localPart(wanted));
  if (found.length === 0) return undefined;
  if (traits.xmlFlattened && shape.isListSchema())
    return found.map((item) => read(item, shape.getValueSchema(), path, flaws));
  if (traits.xmlFlattened && shape.isMapSchema()) return entries(found, shape, path, flaws);
  if (found.length > 1) throw malformed(`<${wanted}> is given twice`);
  return read(found[0]!, shape, path, flaws);
}

function read(element: Element, shape: Shape, path: string, flaws: Flaw[]): unknown {
  if (shape.isStructSchema()) return structure(element, membersOf(shape), path, flaws);
  if (shape.isListSchema()) return element.children.map((item) => read(item, shape.getValueSchema(), path, flaws));
  if (shape.isMapSchema()) return entries(element.children, shape, path, flaws);
  return readText(element.text, shape, path, 'date-time');
}

function entries(elements: readonly Element[], shape: Shape, path: string, flaws: Flaw[]): Record<string, unknown> {
  const keyName = traitsOf(shape.getKeySchema()).xmlName ?? 'key';
  const valueName = traitsOf(shape.getValueSchema()).xmlName ?? 'value';
  const child = (entry: Element, name: string) => entry.children.find((candidate) => candidate.name === name);
  return Object.fromEntries(
    elements.map((entry) => {
      const value = child(entry, valueName) ?? { name: valueName, attributes: {}, children: [], text: '' };
      return [child(entry, keyName)?.text ?? '', read(value, shape.getValueSchema(), path, flaws)];
    }),
  );
}

/** Reads a scalar that travels as text, in XML, a header, a label or a query; throws {@link InvalidRequest}. */
export function readText(text: string, shape: Shape, path: string, timestamps: 'date-time' | 'http-date'): unknown {
  if (shape.isStringSchema()) return text;
  const trimmed = text.trim();
  if (shape.isBooleanSchema()) {
    if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
    throw wrongType(path, `'${text}' at '${path}' is not a boolean`);
  }
  if (shape.isTimestampSchema()) {
    const time = readTimestamp(trimmed, timestampForm(shape, timestamps));
    if (time) return time;
    throw wrongType(path, `'${text}' at '${path}' is not a timestamp`);
  }
  if (shape.isBlobSchema()) return new Uint8Array(Buffer.from(trimmed, 'base64'));
  const number = trimmed === '' ? NaN : Number(trimmed);
  if (Number.isFinite(number)) return number;
  throw wrongType(path, `'${text}' at '${path}' is not a number`);
}

/** Writes a document with one root element in the service's namespace. */
export function writeXmlDocument(root: string, content: string, attributes: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag(root, content, attributes)}`;
}

/** The attribute that puts an element and all below it in a namespace. */
export function xmlns(uri: string | undefined): string {
  return uri === undefined ? '' : ` xmlns="${escapeXml(uri)}"`;
}

/** Writes the members of a structure as elements, in the model's order. */
export function writeXmlMembers(value: unknown, members: readonly Member[]): string {
  const source = (value ?? {}) as Record<string, unknown> & { readonly [rawXml]?: string };
  if (source[rawXml] !== undefined) return source[rawXml];
  return members
    .filter(({ name, traits }) => source[name] !== undefined && source[name] !== null && !traits.xmlAttribute)
    .map((member) => writeMember(source[member.name], member))
    .join('');
}

function writeMember(value: unknown, { name, shape, traits }: Member): string {
  const element = traits.xmlName ?? name;
  if (traits.xmlFlattened && shape.isListSchema()) {
    return (value as unknown[]).map((item) => writeXml(element, item, shape.getValueSchema())).join('');
  }
  if (traits.xmlFlattened && shape.isMapSchema()) return writeEntries(element, value, shape);
  return writeXml(element, value, shape);
}

/** Writes one value as an element. */
export function writeXml(name: string, value: unknown, shape: Shape): string {
  if (shape.isStructSchema()) {
    return tag(name, writeXmlMembers(value, membersOf(shape)), namespaceOf(shape) + attributesOf(value, shape));
  }
  if (shape.isListSchema()) {
    const item = traitsOf(shape.getValueSchema()).xmlName ?? 'member';
    return tag(name, (value as unknown[]).map((each) => writeXml(item, each, shape.getValueSchema())).join(''), '');
  }
  if (shape.isMapSchema()) return tag(name, writeEntries('entry', value, shape), '');
  return tag(name, escapeXml(writeText(value, shape, 'date-time')), '');
}

/** Writes a scalar as text, for XML and headers. */
export function writeText(value: unknown, shape: Shape, timestamps: 'date-time' | 'http-date'): string {
  if (shape.isTimestampSchema()) return String(writeTimestamp(value, timestampForm(shape, timestamps)));
  if (shape.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64');
  const wanted = shape.isBooleanSchema() ? 'boolean' : shape.isStringSchema() ? 'string' : 'number';
  if (typeof value !== wanted) {
    throw new TypeError(`${shape.getMemberName()} is answered as ${typeof value}; the model says ${wanted}`);
  }
  return String(value);
}

function writeEntries(name: string, value: unknown, shape: Shape): string {
  const keyName = traitsOf(shape.getKeySchema()).xmlName ?? 'key';
  const valueName = traitsOf(shape.getValueSchema()).xmlName ?? 'value';
  return Object.entries(value as object)
    .map(([key, item]) =>
      tag(name, tag(keyName, escapeXml(key), '') + writeXml(valueName, item, shape.getValueSchema()), ''),
    )
    .join('');
}

function attributesOf(value: unknown, shape: Shape): string {
  const source = value as Record<string, unknown>;
  return membersOf(shape)
    .filter(({ name, traits }) => traits.xmlAttribute && source[name] !== undefined)
    .map(({ name, traits }) => ` ${traits.xmlName ?? name}="${escapeXml(String(source[name]))}"`)
    .join('');
}

function namespaceOf(shape: Shape): string {
  const namespace = traitsOf(shape).xmlNamespace;
  return namespace ? ` xmlns${namespace[0] ? `:${namespace[0]}` : ''}="${escapeXml(namespace[1])}"` : '';
}

function tag(name: string, content: string, attributes: string): string {
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function localPart(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
