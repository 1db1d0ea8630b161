import { besideShared, type CarriedFile, type Manifest, type ReleaseFile } from '@actions-aws/site';
import { baseOf, loadedBy, withoutComments } from './tags.ts';

/** What a page names of its own site. */
export interface NamedByPage {
  /** Files of the release that are no pages, each once. */
  readonly files: readonly ReleaseFile[];
  /** What tags load from the site, and the release has not. */
  readonly unknown: readonly Unknown[];
}

/** What another behaviour of the site may serve. */
export interface Unknown {
  readonly path: string;
  /** With its question mark: what makes pictures smaller, and the like, answers by it. */
  readonly query: string;
  /** Whether a page may come: not where any tag loads something else there. */
  readonly mayBePage: boolean;
}

/** Whether a file is a page. */
export function isPage({ headers }: Pick<ReleaseFile, 'headers'>): boolean {
  return headers['content-type'].startsWith('text/html');
}

/** What separates names in a page: quotes, spaces, tags, lists, and what follows a path. */
const BETWEEN = /["'`\s<>()=,;\\?#|&]+/;

/**
 * Finds what pages name: names of files wherever they stand, in inline scripts and import maps as well, and what tags load. Of what
 * only scripts name, in pieces or in other files, a page says nothing.
 */
export function namesIn(manifest: Manifest): (page: string, html: string) => NamedByPage {
  // What stands beside shared files is put there once it is promoted: TEST may not have it before.
  const later = new Set(besideShared(manifest).map(({ path }) => path));
  const files = [...manifest.files, ...manifest.carried].filter((file) => !isPage(file) && !later.has(file.path));
  const byPath = new Map<string, ReleaseFile | CarriedFile>(files.map((file) => [file.path, file]));
  const pages = new Set(manifest.files.filter(isPage).map(({ path }) => path));
  // The name of a hashed file is its own, wherever it stands and behind which prefix.
  const byName = new Map<string, ReleaseFile[]>();
  for (const file of files.filter(({ hashed }) => hashed)) {
    const name = nameOf(file.path);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const unusual = files.filter(({ path }) => BETWEEN.test(path));

  return (page, html) => {
    const text = withoutComments(html);
    const found = new Map<string, ReleaseFile>();
    for (const word of new Set(text.split(BETWEEN))) {
      if (!word.includes('.')) continue;
      const address = decoded(word);
      const file = byPath.get(pathOnSite(word, page) ?? '') ?? byPath.get(address.replace(/^\/+/, ''));
      if (file) found.set(file.path, file);
      else for (const one of byName.get(nameOf(address)) ?? []) found.set(one.path, one);
    }
    for (const file of unusual) if (text.includes(file.path)) found.set(file.path, file);

    const unknown = new Map<string, Unknown>();
    // What relative addresses of the page are relative to.
    const base = URL.parse(baseOf(html), urlOf(page).href) ?? undefined;
    for (const { address, mayBePage } of loadedBy(html)) {
      const path = pathOnSite(address, page, base);
      if (path === undefined || pages.has(path) || later.has(path)) continue;
      const file = byPath.get(path);
      const query = file ? '' : (URL.parse(address, SITE)?.search ?? '');
      const before = unknown.get(path + query);
      if (file) found.set(file.path, file);
      else unknown.set(path + query, { path, query, mayBePage: mayBePage && (before?.mayBePage ?? true) });
    }
    return { files: [...found.values()], unknown: [...unknown.values()] };
  };
}

/** Never asked for: it stands for the site's own host. */
const SITE = 'https://site.invalid';

/** The path that an address leads to on the site itself, as a manifest has it; `undefined` where it leads elsewhere, or nowhere. */
function pathOnSite(address: string, page: string, base = urlOf(page)): string | undefined {
  const url = URL.parse(address, base.href);
  return url?.origin === SITE ? decoded(url.pathname.slice(1)) : undefined;
}

function urlOf(page: string): URL {
  return new URL(page.split('/').map(encodeURIComponent).join('/'), `${SITE}/`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
