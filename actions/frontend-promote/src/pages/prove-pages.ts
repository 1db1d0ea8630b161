import { type Clock, inParallel } from '@actions-aws/action';
import type { CheckResult } from '@actions-aws/checks';
import type { Manifest } from '@actions-aws/site';
import { askForFile, askForOther, askForPage, type SiteAsked } from './ask-site.ts';
import { isPage, namesIn, type Unknown } from './named.ts';

/** How many pages are asked for. Of a site with more the first ones are, by their paths; that is said. */
export const PAGES = 500;
const AT_THE_SAME_TIME = 16;
/** So many of what is wrong are told. */
const TOLD = 10;

/** How a release answered for its pages. */
export interface ProvedPages {
  readonly results: readonly CheckResult[];
  /** How many pages the release has, and how many were asked for. */
  readonly of: number;
  readonly asked: number;
}

/**
 * Asks a site for each page of a release, and for each file that a page names, by its type and its hash. What a page loads and the
 * release has not must be there all the same, and be no page.
 */
export async function provePages(manifest: Manifest, site: SiteAsked, clock: Clock): Promise<ProvedPages> {
  const started = clock.now();
  const all = manifest.files.filter(isPage);
  const names = namesIn(manifest);
  const limits = { most: AT_THE_SAME_TIME, signal: site.signal };
  const pages = await inParallel(all.slice(0, PAGES), limits, async ({ path, ...file }, signal) => {
    const { html, wrong } = await askForPage({ path, ...file }, { ...site, signal });
    return { path, wrong, ...(html === undefined ? { files: [], unknown: [] } : names(path, html)) };
  });
  const files = new Map(pages.flatMap((page) => page.files.map((file) => [file.path, file] as const)));
  const others = othersOf(pages);
  const wrongFiles = await inParallel([...files.values()], limits, (file, signal) =>
    askForFile(file, { ...site, signal }),
  );
  const wrongOthers = await inParallel([...others.values()], limits, ({ one, page }, signal) =>
    askForOther(one, page, { ...site, signal }),
  );
  const durationMs = clock.now() - started;
  const told = (name: string, wrong: readonly string[]): CheckResult => ({
    name,
    target: site.url,
    wrong: wrong.length > TOLD ? [...wrong.slice(0, TOLD), `and ${wrong.length - TOLD} more`] : wrong,
    durationMs,
    logTail: '',
  });
  const ofPages = pages.flatMap(({ wrong }) => wrong);
  const ofFiles = [...wrongFiles.flat(), ...wrongOthers.flat()];
  return {
    results: [
      told(`pages (${pages.length})`, ofPages),
      told(`files that they name (${files.size + others.size})`, ofFiles),
    ],
    of: all.length,
    asked: pages.length,
  };
}

/** What pages load from elsewhere on the site, each once, by the last one: where one of them takes no page there, none may come. */
function othersOf(pages: readonly { readonly path: string; readonly unknown: readonly Unknown[] }[]) {
  const others = new Map<string, { readonly one: Unknown; readonly page: string }>();
  for (const { path: page, unknown } of pages) {
    for (const one of unknown) {
      const before = others.get(one.path + one.query);
      if (before?.one.mayBePage !== false || !one.mayBePage) others.set(one.path + one.query, { one, page });
    }
  }
  return others;
}

/** How many files the first pages of a release name, by a site that serves it; `undefined` where one of the pages cannot be had. */
export async function countNamed(manifest: Manifest, site: SiteAsked): Promise<number | undefined> {
  const names = namesIn(manifest);
  const pages = manifest.files.filter(isPage).slice(0, COUNTED);
  const found = await inParallel(pages, { most: AT_THE_SAME_TIME, signal: site.signal }, async (page, signal) => {
    const { html } = await askForPage(page, { ...site, signal });
    return html === undefined ? undefined : names(page.path, html).files.map(({ path }) => path);
  });
  return found.includes(undefined) ? undefined : new Set(found.flatMap((paths) => paths ?? [])).size;
}

/** Enough to notice that a build has lost half of what its pages name. */
const COUNTED = 20;
