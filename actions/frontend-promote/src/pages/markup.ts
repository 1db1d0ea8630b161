/** A comment or a tag of a page, by where it stands in the text. */
export type Markup = { readonly start: number; readonly end: number } & (
  | { readonly is: 'comment' }
  | {
      readonly is: 'tag';
      /** In lower case. */
      readonly name: string;
      readonly closes: boolean;
      /** By their names in lower case, as they are written; of two with one name the first. */
      readonly attributes: ReadonlyMap<string, string>;
    }
);

/** In them there is text alone until they end: https://html.spec.whatwg.org/multipage/parsing.html#parsing-html-fragments has them all. */
const TEXT = ['script', 'style', 'textarea', 'title', 'iframe', 'noembed', 'noframes', 'xmp'];

const SPACE = /\s/;

/**
 * The comments and tags of a page, in their order, as a browser finds them
 * (https://html.spec.whatwg.org/multipage/parsing.html#tokenization). Each character is looked at once or twice, also of a page whose tags,
 * quotes, comments or scripts never end.
 */
export function markupOf(html: string): readonly Markup[] {
  const found: Markup[] = [];
  const lower = html.toLowerCase();
  let at = 0;
  for (;;) {
    const start = html.indexOf('<', at);
    if (start < 0) return found;
    if (html.startsWith('<!--', start)) {
      const end = endOfComment(html, start + 4);
      found.push({ is: 'comment', start, end });
      at = end;
      continue;
    }
    const closes = html[start + 1] === '/';
    const from = start + (closes ? 2 : 1);
    if (!/[a-z]/.test(lower[from] ?? '')) {
      at = start + 1;
      continue;
    }
    const tag = tagAt(html, from);
    // A browser leaves out a tag that the page ends in.
    if (!tag) return found;
    const name = lower.slice(from, tag.nameEnd);
    found.push({ is: 'tag', name, closes, attributes: tag.attributes, start, end: tag.end });
    at = tag.end;
    if (!closes && TEXT.includes(name)) at = endOfText(lower, name, at);
  }
}

/** `<!-->` and `<!--->` are whole comments. */
function endOfComment(html: string, inside: number): number {
  if (html[inside] === '>') return inside + 1;
  if (html.startsWith('->', inside)) return inside + 2;
  const end = html.indexOf('-->', inside);
  return end < 0 ? html.length : end + 3;
}

/** Where the tag begins that ends a script and the like; the end of the page where none does. */
function endOfText(lower: string, name: string, from: number): number {
  const close = `</${name}`;
  for (let at = from; ; at += close.length) {
    at = lower.indexOf(close, at);
    if (at < 0) return lower.length;
    const next = lower[at + close.length] ?? '';
    if (next === '>' || next === '/' || SPACE.test(next)) return at;
  }
}

interface Tag {
  readonly nameEnd: number;
  readonly end: number;
  readonly attributes: ReadonlyMap<string, string>;
}

function tagAt(html: string, from: number): Tag | undefined {
  const attributes = new Map<string, string>();
  const until = (stop: RegExp, start: number) => {
    let index = start;
    while (index < html.length && !stop.test(html.charAt(index))) index += 1;
    return index;
  };
  const nameEnd = until(/[\s/>]/, from);
  let at = nameEnd;
  for (;;) {
    at = until(/[^\s/]/, at);
    if (at >= html.length) return undefined;
    if (html[at] === '>') return { nameEnd, end: at + 1, attributes };
    // A sign that stands first is part of a name.
    const endOfName = until(/[\s/>=]/, at + 1);
    const name = html.slice(at, endOfName).toLowerCase();
    at = until(/\S/, endOfName);
    let value = '';
    if (html[at] === '=') {
      at = until(/\S/, at + 1);
      const quote = html[at];
      if (quote === '"' || quote === "'") {
        const end = html.indexOf(quote, at + 1);
        if (end < 0) return undefined;
        value = html.slice(at + 1, end);
        at = end + 1;
      } else {
        const end = until(/[\s>]/, at);
        value = html.slice(at, end);
        at = end;
      }
    }
    if (!attributes.has(name)) attributes.set(name, value);
  }
}
