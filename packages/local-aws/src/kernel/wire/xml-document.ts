import { malformed } from './invalid.ts';

/** An element: its name without prefix, its text, and its child elements in order. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y;

/**
 * Parses a document as S3 takes it: elements, attributes, text. No DTD, so no entities but XML's own five and
 * character references. Throws an InvalidRequest of kind `syntax`.
 */
export function parseXml(body: Uint8Array): Element {
  const text = new TextDecoder('utf-8').decode(body);
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) throw malformed('the body is not well-formed XML');
    place(match, open);
  }
  const [top, ...rest] = root.children;
  if (open.length !== 1 || !top || rest.length > 0 || root.text.trim() !== '')
    throw malformed('the body is not one XML document');
  return top;
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

function place(match: RegExpExecArray, open: Open[]): void {
  const [, cdata, closed, opened, attributes, empty, text] = match;
  const current = open[open.length - 1]!;
  if (cdata !== undefined) current.text += cdata;
  else if (text !== undefined) current.text += unescapeXml(text);
  else if (opened !== undefined) {
    const element: Open = {
      name: localName(opened),
      attributes: attributesOf(attributes ?? ''),
      children: [],
      text: '',
    };
    current.children.push(element);
    if (!empty) open.push(element);
  } else if (closed !== undefined) {
    if (open.length === 1 || current.name !== localName(closed)) throw malformed(`</${closed}> closes nothing`);
    open.pop();
  }
}

function attributesOf(source: string): Record<string, string> {
  const pairs = source.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return Object.fromEntries([...pairs].map(([, name, double, single]) => [name!, unescapeXml(double ?? single ?? '')]));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const code = /^#x([0-9a-f]+)$/i.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : /^#\d+$/.test(name)
        ? Number(name.slice(1))
        : NaN;
    if (whole.endsWith(';') && code <= 0x10ffff) return String.fromCodePoint(code);
    const entity = whole.endsWith(';') ? entities[name] : undefined;
    if (entity === undefined) throw malformed(`${whole} is not an entity of XML`);
    return entity;
  });
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text for an element or a quoted attribute; control characters as references, as S3 writes keys. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]|\p{Cc}/gu, (character) => {
    if (character === '\n' || character === '\t') return character;
    return escapes[character] ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });
}
