import { type Element as Found, rootOf, textOf } from '../../pointer/elements.ts';

/** One element of a document of AWS's, with what it says. */
export interface Element {
  readonly name: string;
  /** Without those of namespaces. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** The text of an element without children; empty where it has some. */
  readonly text: string;
}

/**
 * Reads a document as AWS writes it. A typed client drops what is newer than itself; here every setting stays, and can be compared.
 *
 * @throws Error where its tags do not match.
 */
export function parseXml(xml: string): Element {
  return readIn(xml, rootOf(xml));
}

function readIn(xml: string, found: Found): Element {
  const { name, children, start, inner } = found;
  const open = xml.slice(start, inner.start);
  const attributes = [...open.matchAll(/\s([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].filter(
    ([, key = '']) => !/^xmlns(?::|$)/.test(key),
  );
  return {
    name,
    attributes: Object.fromEntries(attributes.map(([, key = '', double, single = '']) => [key, double ?? single])),
    children: children.map((child) => readIn(xml, child)),
    text: children.length > 0 ? '' : textOf(xml, found),
  };
}

/** The element that a path leads to, the first of each name. */
export function find(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  let found = element;
  for (const name of names) found = found?.children.find((child) => child.name === name);
  return found;
}

/** The text that a path leads to; empty where there is none, as AWS writes what is not set in either way. */
export function textAt(element: Element | undefined, ...names: readonly string[]): string {
  return find(element, ...names)?.text.trim() ?? '';
}

/** The elements of a list, as AWS writes one: `<Quantity>` and `<Items>`. */
export function itemsAt(element: Element | undefined, ...names: readonly string[]): readonly Element[] {
  return find(element, ...names, 'Items')?.children ?? [];
}
