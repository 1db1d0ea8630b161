import { type Element, textAt } from './xml.ts';

/** Settings by their paths, as `DefaultRootObject` or `CustomErrorResponses[404]/ResponseCode`. */
export type Settings = Map<string, string>;

/** What tells the entries of a list apart, in AWS's documents. */
const KEYS = ['PathPattern', 'ErrorCode', 'EventType', 'HeaderName', 'Header', 'Id'];

/**
 * The settings below an element, each with its path. What is empty is not there: AWS writes what is not set in either way. The order of
 * a list is left out, and so is its `Quantity`; a list of words is one setting.
 */
export function flatten(element: Element, path: string, into: Settings = new Map()): Settings {
  for (const [name, value] of Object.entries(element.attributes)) into.set(`${path}@${name}`, value);
  if (element.children.length === 0) {
    if (element.text.trim() !== '') into.set(path, element.text.trim());
    return into;
  }
  const seen = new Map<string, number>();
  for (const child of element.children) {
    const { name, children } = child;
    if (name === 'Quantity') continue;
    if (name === 'Items') {
      flattenList(children, path, into);
      continue;
    }
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    flatten(child, under(path, before === 0 ? name : `${name}[${before + 1}]`), into);
  }
  return into;
}

function flattenList(items: readonly Element[], path: string, into: Settings): void {
  const words = items.filter(({ children }) => children.length === 0).map(({ text }) => text.trim());
  if (words.length > 0) into.set(path, words.sort().join(', '));
  for (const [index, item] of items.entries()) {
    if (item.children.length === 0) continue;
    const key = KEYS.map((name) => textAt(item, name)).find((text) => text !== '');
    flatten(item, `${path}[${key ?? index + 1}]`, into);
  }
}

/** A path below another one. */
export function under(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
