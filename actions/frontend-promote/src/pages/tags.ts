/** What a tag of a page loads, as it stands in the page. */
export interface Loaded {
  readonly tag: string;
  readonly address: string;
}

/** What tags load by which attribute. What `link` loads depends on its `rel`. */
const LOADED: Readonly<Record<string, string>> = {
  script: 'src',
  link: 'href',
  img: 'src',
  source: 'src',
  video: 'src',
  audio: 'src',
  track: 'src',
  embed: 'src',
};

/** The kinds of links that a browser loads: https://html.spec.whatwg.org/multipage/links.html#linkTypes */
const LOADING = ['stylesheet', 'modulepreload', 'preload', 'icon', 'manifest', 'apple-touch-icon', 'mask-icon'];

const TAG = /<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g;
const ATTRIBUTE = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/**
 * The addresses that a page's tags load, comments and the texts of scripts excepted. Not a parser of HTML: it reads what builders
 * write, without quotes as well, and what it takes for a tag by mistake is asked for once more than needed.
 */
export function loadedBy(html: string): readonly Loaded[] {
  const loaded: Loaded[] = [];
  for (const [, given = '', inside = ''] of withoutTexts(html).matchAll(TAG)) {
    const tag = given.toLowerCase();
    const attribute = LOADED[tag];
    if (!attribute) continue;
    const attributes = attributesOf(inside);
    const address = attributes.get(attribute)?.trim();
    if (!address || (tag === 'link' && !isLoading(attributes.get('rel') ?? ''))) continue;
    loaded.push({ tag, address });
  }
  return loaded;
}

/** A page without its comments. In scripts and styles `<!--` begins none: https://html.spec.whatwg.org/multipage/parsing.html#script-data-state */
export function withoutComments(html: string): string {
  return html.replace(/(<(script|style)\b[^>]*>.*?<\/\2\s*>)|<!--.*?(?:-->|$)/gis, (_, kept?: string) => kept ?? '');
}

/** A page without comments, and without what stands in scripts, styles and the like: there is no tag in them. */
function withoutTexts(html: string): string {
  return html.replace(
    /<!--.*?(?:-->|$)|(<(script|style|textarea|title|template|noscript)\b(?:"[^"]*"|'[^']*'|[^>"'])*>).*?<\/\2\s*>/gis,
    (_, open?: string) => open ?? '',
  );
}

function isLoading(rel: string): boolean {
  const kinds = rel.toLowerCase().split(/\s+/);
  return kinds.some((kind) => LOADING.includes(kind));
}

function attributesOf(inside: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, plain] of inside.matchAll(ATTRIBUTE)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, unescaped(double ?? single ?? plain ?? ''));
  }
  return found;
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', quot: '"', '#39': "'", '#x27': "'", lt: '<', gt: '>' };

function unescaped(text: string): string {
  return text.replace(/&(amp|quot|#39|#x27|lt|gt);/gi, (_, name: string) => CHARACTERS[name.toLowerCase()] ?? '');
}
