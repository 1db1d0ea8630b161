import { markupOf } from './markup.ts';

/** What a tag of a page loads. */
export interface Loaded {
  /** As it stands in the page. */
  readonly address: string;
  /** Whether a page may come: a frame shows one, and the next page is fetched before it is needed. */
  readonly mayBePage: boolean;
}

type Attributes = ReadonlyMap<string, string>;

/** An attribute by which a tag loads something. */
interface Row {
  readonly tags: readonly string[];
  readonly attributes: readonly string[];
  /** One address unless this is `set`: a list of them, each with what it is for. */
  readonly holds?: 'set';
  readonly mayBePage?: true;
  /** Where not every such tag loads it. */
  when?(attributes: Attributes): boolean;
}

/** The kinds of links that a browser loads: https://html.spec.whatwg.org/multipage/links.html#linkTypes */
const LOADING = ['stylesheet', 'modulepreload', 'preload', 'icon', 'manifest', 'apple-touch-icon', 'mask-icon'];

/** What tags load by which attribute: https://html.spec.whatwg.org/multipage/indices.html#attributes-3; `href` of SVG by both its names. */
const LOADS: readonly Row[] = [
  { tags: ['script', 'img', 'source', 'video', 'audio', 'track'], attributes: ['src'] },
  { tags: ['img', 'source'], attributes: ['srcset'], holds: 'set' },
  { tags: ['video'], attributes: ['poster'] },
  { tags: ['input'], attributes: ['src'], when: (given) => given.get('type')?.trim().toLowerCase() === 'image' },
  { tags: ['use', 'image', 'feimage'], attributes: ['href', 'xlink:href'] },
  { tags: ['link'], attributes: ['href'], when: (given) => isOneOf(LOADING, given) },
  { tags: ['link'], attributes: ['imagesrcset'], holds: 'set', when: (given) => isOneOf(['preload'], given) },
  { tags: ['link'], attributes: ['href'], mayBePage: true, when: (given) => isOneOf(['prefetch'], given) },
  { tags: ['iframe'], attributes: ['src'], mayBePage: true, when: (given) => !given.has('srcdoc') },
  { tags: ['frame', 'embed'], attributes: ['src'], mayBePage: true },
  { tags: ['object'], attributes: ['data'], mayBePage: true },
];

const ROWS = new Map(
  LOADS.flatMap(({ tags }) => tags).map((tag) => [tag, LOADS.filter(({ tags }) => tags.includes(tag))]),
);

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
    if (closes || inert > 0) continue;
    for (const { attributes: names, holds, mayBePage = false, when } of ROWS.get(tag) ?? []) {
      if (when && !when(attributes)) continue;
      const text = unescaped(names.map((name) => attributes.get(name)).find((value) => value !== undefined) ?? '');
      for (const address of holds === 'set' ? inSet(text) : [text.trim()]) {
        // What begins with # stands in the page itself, also where a base leads elsewhere.
        if (address && !address.startsWith('#')) loaded.push({ address, mayBePage });
      }
    }
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

/**
 * The addresses of a set of pictures, `a.png 1x, b.png 2x`. An address may have commas, as `data:` does; one that it ends in does not belong
 * to it: https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
 */
function inSet(text: string): readonly string[] {
  const found: string[] = [];
  const next = /[\s,]*(\S+)/y;
  for (let one = next.exec(text); one; one = next.exec(text)) {
    const [, word = ''] = one;
    const address = word.replace(/,+$/, '');
    found.push(address);
    if (address === word) next.lastIndex = endOfDescriptors(text, next.lastIndex);
  }
  return found.filter((address) => address !== '');
}

/** Behind the comma that ends what an address is for; one in brackets does not. */
function endOfDescriptors(text: string, from: number): number {
  let isInBrackets = false;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '(') isInBrackets = true;
    else if (sign === ')') isInBrackets = false;
    else if (sign === ',' && !isInBrackets) return at + 1;
  }
  return text.length;
}

function isOneOf(kinds: readonly string[], attributes: Attributes): boolean {
  const rel = attributes.get('rel') ?? '';
  return rel
    .toLowerCase()
    .split(/\s+/)
    .some((kind) => kinds.includes(kind));
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', quot: '"', '#39': "'", '#x27': "'", lt: '<', gt: '>' };

function unescaped(text: string): string {
  return text.replace(/&(amp|quot|#39|#x27|lt|gt);/gi, (_, name: string) => CHARACTERS[name.toLowerCase()] ?? '');
}
