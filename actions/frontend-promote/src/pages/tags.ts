import { markupOf } from './markup.ts';

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

/** What stands in them loads nothing: https://html.spec.whatwg.org/multipage/scripting.html#the-noscript-element, `#the-template-element` */
const INERT = ['template', 'noscript'];

/**
 * The addresses that a page's tags load, comments and the texts of scripts excepted: quotes may lack, as builders leave them out.
 */
export function loadedBy(html: string): readonly Loaded[] {
  const loaded: Loaded[] = [];
  let inert = 0;
  for (const one of markupOf(html)) {
    if (one.is !== 'tag') continue;
    const { name: tag, closes, attributes } = one;
    if (INERT.includes(tag)) inert = Math.max(0, inert + (closes ? -1 : 1));
    const attribute = LOADED[tag];
    if (!attribute || closes || inert > 0) continue;
    const address = unescaped(attributes.get(attribute) ?? '').trim();
    if (!address || (tag === 'link' && !isLoading(attributes.get('rel') ?? ''))) continue;
    loaded.push({ tag, address });
  }
  return loaded;
}

/** A page without its comments. In scripts and styles `<!--` begins none: https://html.spec.whatwg.org/multipage/parsing.html#script-data-state */
export function withoutComments(html: string): string {
  const comments = markupOf(html).filter(({ is }) => is === 'comment');
  const begins = [0, ...comments.map(({ end }) => end)];
  const ends = [...comments.map(({ start }) => start), html.length];
  return begins.map((begin, index) => html.slice(begin, ends[index])).join('');
}

/** What the addresses of a page are relative to, as its first `base` with an address says; empty where none does. */
export function baseOf(html: string): string {
  for (const one of markupOf(html)) {
    if (one.is !== 'tag' || one.closes || one.name !== 'base') continue;
    const href = one.attributes.get('href');
    if (href !== undefined) return unescaped(href);
  }
  return '';
}

function isLoading(rel: string): boolean {
  const kinds = rel.toLowerCase().split(/\s+/);
  return kinds.some((kind) => LOADING.includes(kind));
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', quot: '"', '#39': "'", '#x27': "'", lt: '<', gt: '>' };

function unescaped(text: string): string {
  return text.replace(/&(amp|quot|#39|#x27|lt|gt);/gi, (_, name: string) => CHARACTERS[name.toLowerCase()] ?? '');
}
