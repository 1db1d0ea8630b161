/** An element of an XML document, by where it stands in the text. */
export interface Element {
  /** Without its prefix. */
  readonly name: string;
  /** Of `<`. */
  readonly start: number;
  /** Behind the last `>`. */
  readonly end: number;
  /** What is between its tags: equal, and before `/>`, in an element that is written as empty. */
  readonly inner: { readonly start: number; readonly end: number };
  readonly children: readonly Element[];
}

interface Open {
  readonly name: string;
  readonly start: number;
  readonly innerStart: number;
  readonly children: Element[];
}

/** A comment, CDATA, a declaration, or a tag; in quotes a tag may have `>`. */
const MARKUP = /<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[?!][^>]*>|<(\/?)([^\s/>]+)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>/gs;

/**
 * Finds the elements of a document as AWS writes it, so that one can be replaced and every other byte stays. Not a parser: a
 * document type, for one, is passed over.
 *
 * @throws Error where tags do not match.
 */
export function rootOf(xml: string): Element {
  const open: Open[] = [{ name: '', start: 0, innerStart: 0, children: [] }];
  for (const found of xml.matchAll(MARKUP)) {
    const [text, closes, qualified, , isEmpty] = found;
    if (qualified === undefined) continue;
    const name = qualified.slice(qualified.indexOf(':') + 1);
    const start = found.index;
    const end = start + text.length;
    if (closes) {
      const ended = open.pop();
      const parent = open.at(-1);
      if (!ended || !parent || ended.name !== name) throw broken(name);
      parent.children.push({
        name,
        start: ended.start,
        end,
        inner: { start: ended.innerStart, end: start },
        children: ended.children,
      });
    } else if (isEmpty) {
      open.at(-1)?.children.push({ name, start, end, inner: { start: end - 2, end: end - 2 }, children: [] });
    } else open.push({ name, start, innerStart: end, children: [] });
  }
  const [document, ...unclosed] = open;
  const [root] = document?.children ?? [];
  if (unclosed.length > 0 || !root) throw broken(unclosed.at(-1)?.name ?? 'anything');
  return root;
}

/** The only child of that name; `undefined` where there is none. */
export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((child) => child.name === name);
}

/** What an element without children says. */
export function textOf(xml: string, element: Element | undefined): string {
  if (!element) return '';
  return xml
    .slice(element.inner.start, element.inner.end)
    .replace(/<!--.*?-->/gs, '')
    .replace(/<!\[CDATA\[(.*?)\]\]>|&(#x?[\da-f]+|[a-z]+);/gis, (whole, plain: string | undefined, entity = '') =>
      plain === undefined ? (entityOf(entity) ?? whole) : plain,
    );
}

/** A document in which an element says something else; what is before and behind it stays as it is. */
export function withText(xml: string, element: Element, text: string): string {
  const isEmpty = xml.slice(element.inner.start, element.end) === '/>';
  const open = xml.slice(element.start, element.inner.start);
  const [, qualified = element.name] = /^<([^\s/>]+)/.exec(open) ?? [];
  const replaced = `${isEmpty ? `${open.trimEnd()}>` : open}${escaped(text)}</${qualified}>`;
  return `${xml.slice(0, element.start)}${replaced}${xml.slice(element.end)}`;
}

/** A document in which an element has one more child, behind all others. */
export function withChild(xml: string, parent: Element, name: string, text: string): string {
  return `${xml.slice(0, parent.inner.end)}<${name}>${escaped(text)}</${name}>${xml.slice(parent.inner.end)}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entityOf(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name];
  const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

function broken(name: string): Error {
  return new Error(`The document that AWS sent is no XML as it should be: its tags do not match at ${name}.`);
}
