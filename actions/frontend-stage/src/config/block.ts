import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** Where the text of a page's data block stands, in bytes of the page. */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** What the builder has put there. */
  readonly text: string;
}

/** What a page has of a block: one; none; or what is wrong with it, as a clause. */
export type Found = Block | undefined | { readonly wrong: string };

const HTML = 'http://www.w3.org/1999/xhtml';
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Finds the one `<script type="application/json" id=…>` of a page, as a browser would: not in a comment, a template or another
 * script. The parser gets the bytes as Latin-1, so that its positions are those of bytes, and what is around the block stays
 * as it is. The id has to stand in the page as it is written, and not as entities. Markup is ASCII in UTF-8 and in every encoding that a page may have but UTF-16, which is refused.
 */
export function findBlock(page: Buffer, id: string): Found {
  if (page[0] === 0xfe || page[0] === 0xff) return { wrong: 'is written in UTF-16' };
  const from = page.subarray(0, 3).equals(BOM) ? 3 : 0;
  const latin = page.subarray(from).toString('latin1');
  const wanted = Buffer.from(id, 'utf8').toString('latin1');
  // Most pages of most sites have none, and need no parser to tell.
  if (!latin.includes(wanted)) return undefined;
  const found = elementsOf(parse(latin, { sourceCodeLocationInfo: true })).filter(
    (one) => attribute(one, 'id') === wanted,
  );
  const [element] = found;
  if (!element) return undefined;
  if (found.length > 1) return { wrong: `has ${found.length} elements with the id \`${id}\`` };
  if (element.tagName !== 'script' || element.namespaceURI !== HTML)
    return { wrong: `has a <${element.tagName}> with the id \`${id}\`, and no <script>` };
  const type = attribute(element, 'type')?.trim().toLowerCase() ?? '';
  if (type !== 'application/json')
    return { wrong: `has a <script> with the id \`${id}\` whose type is not application/json but "${type}"` };
  if (attribute(element, 'src') !== undefined)
    return { wrong: `has a <script> with the id \`${id}\` that names a file` };
  const { startTag, endTag } = element.sourceCodeLocation ?? {};
  if (!startTag || !endTag) return { wrong: `has a <script> with the id \`${id}\` that never ends` };
  const [start, end] = [from + startTag.endOffset, from + endTag.startOffset];
  return { start, end, text: page.toString('utf8', start, end) };
}

/** What ends a script, begins a comment in it, or ends a line in an older engine's string, can stand in no JSON text. */
const ESCAPED = /[<>\u2028\u2029]/g;

/** A value as JSON that can stand in a script: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements */
export function scriptText(value: unknown): string {
  return JSON.stringify(value).replace(ESCAPED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** All elements in the order of the page, but what is inert in a template. */
function elementsOf(node: Node): Element[] {
  const own = 'tagName' in node ? [node] : [];
  const inner = 'childNodes' in node ? node.childNodes : [];
  return [...own, ...inner.flatMap(elementsOf)];
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((one) => one.name === name)?.value;
}
