import { UserError } from '@actions-aws/action';
import { isServedAlike, type Manifest, type ReleaseFile } from '../release/manifest.ts';
import { filterOf, MOST_PAGES, mistakenOf } from './filter.ts';

/** How the function of a site finds the file of a page. It stands in the pointer's value, and `site.js` reads it. */
export interface Routing {
  /** Whether the page `x` is `x.html` or `x/index.html`; `one` where there is but the first page. */
  readonly pages: 'html' | 'folder' | 'one';
  /** What a page that is not there gets: the shell of an application, or a page of its own; else what S3 says. */
  readonly missing?: 'index.html' | '200.html' | '404.html';
  /** Which pages there are; only where `missing` is. */
  readonly filter?: string;
  /** How many bits a page has in it; five unless given. */
  readonly probes?: number;
  /** Patterns of the paths that stand below `assets/`, where releases share them; of `shared.ts`. */
  readonly shared?: readonly string[];
}

/** Pages that stand for others: as static hosts read them, and as SvelteKit, Nuxt and many more write them. */
const STANDING = ['index.html', '200.html', '404.html'];

/**
 * Derives the routing of a release from its files, so that the same release is always found alike.
 *
 * With `200.html` it is an application whose shell answers for every page that is not there; with `404.html` a site that has a page for
 * what is missing, unless that is the first page once more. With neither, and one page only, the first page is the shell.
 *
 * @throws UserError where pages are written in both forms, or are too many to be told from others.
 */
export function routingOf({ id, files, shared }: Pick<Manifest, 'id' | 'files' | 'shared'>): Routing {
  return { ...pagesOf({ id, files }), ...(shared && { shared }) };
}

/** Of pages that a release does not have, which share its function takes for some that it has, and gives no `404.html`; from 0 to 1. */
export function mistakenIn({ files }: Pick<Manifest, 'files'>): number {
  const { missing, there } = shapeOf(files);
  return missing === '404.html' ? mistakenOf(there.length) : 0;
}

function pagesOf({ id, files }: Pick<Manifest, 'id' | 'files'>): Omit<Routing, 'shared'> {
  const { folder, single, form, missing, there } = shapeOf(files);
  if (folder && single) throw mixed(id, single.path, folder.path);
  if (!missing) return { pages: form };
  if (missing !== '404.html' && there.length > MOST_PAGES) throw tooMany(id, there.length, missing);
  return { pages: form, missing, ...filterOf(there.map(({ path }) => path)) };
}

/** Which pages there are, and the first of each form. */
function shapeOf(files: Manifest['files']) {
  const pages = files.filter(({ path }) => /\.html$/.test(path));
  const others = pages.filter(({ path }) => !STANDING.includes(path) && path !== '404/index.html');
  const folder = others.find(({ path }) => path.endsWith('/index.html'));
  const single = others.find(({ path }) => !path.endsWith('/index.html'));
  const form: Routing['pages'] = folder ? 'folder' : single ? 'html' : 'one';
  const first = pages.filter(({ path }) => path === 'index.html');
  return { folder, single, form, missing: standIn(pages, form), there: [...first, ...others] };
}

function standIn(pages: readonly ReleaseFile[], form: Routing['pages']): Routing['missing'] {
  const [first, shell, missing] = STANDING.map((name) => pages.find(({ path }) => path === name));
  if (shell) return '200.html';
  // The way in which GitHub Pages serve an application: https://github.com/rafgraph/spa-github-pages
  if (missing && first && form === 'one' && isServedAlike(missing, first)) return 'index.html';
  if (missing) return '404.html';
  return first && form === 'one' ? 'index.html' : undefined;
}

function mixed(id: string, single: string, folder: string): UserError {
  return new UserError(
    `The release ${id} has pages in two forms, as ${single} and as ${folder}, so that nothing tells which file a path without an ending means.`,
    {
      hint: 'Have the builder write one form (Next `trailingSlash`, Astro `build.format`, Docusaurus `trailingSlash`, SvelteKit `trailingSlash`), or use `pointer: origin-path`.',
    },
  );
}

function tooMany(id: string, count: number, missing: string): UserError {
  return new UserError(
    `The release ${id} has ${count} pages and ${missing} for all others; the pointer of a store has room to tell ${MOST_PAGES} pages from others.`,
    {
      hint: 'Let fewer pages be written before they are asked for, leave out 200.html, or use `pointer: origin-path`.',
    },
  );
}
