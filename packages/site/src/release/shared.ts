import { type Manifest, manifestOf, type ReleaseFile } from './manifest.ts';
import { keyOf } from './names.ts';

/**
 * Under a key value store releases share their hashed files: each stands once in the bucket, below `assets/`, by the whole path that a page
 * names, and every release that has it leads there. So a tab finds its chunks whichever release is live by then, and nothing is copied.
 *
 * Which files these are the function of a site has to know from a path alone, of this release and of earlier ones, and has some hundred bytes of
 * the pointer's value for it. A list of names has no room there, and a filter of them would now and then take one file for another. So it
 * is patterns, of folders and endings, that fit no file of the release which is not hashed: builders write hashed files to folders of their
 * own, or by endings of their own. What no such pattern tells from others stays in the release, and is copied for open tabs as under an
 * origin path. The patterns are worked out once, are in the manifest, and so decide for each path where it stands.
 */
export const SHARED_PREFIX = 'assets/';

/** The OriginPath of an origin that leads to shared files alone, for a behaviour that goes past the function. */
export const SHARED_ORIGIN_PATH = '/assets';

/** How many bytes the patterns take of the pointer's value, which has 1,024: the mark and the filter of pages take the rest. */
export const PATTERNS_LIMIT = 120;

/** How many files that are not hashed a pattern excepts by name. */
const MOST_EXCEPTED = 2;

/**
 * Whether patterns share a path: one of them fits, and none that begins with `!` does. A `*` is any characters, also slashes, and stands once
 * in a pattern. A name without a dot is a page's, and never shared. Must be as `isShared` of `site.js`, which asks what this answers.
 */
export function isSharedBy(patterns: readonly string[], path: string): boolean {
  if (!path.slice(path.lastIndexOf('/') + 1).includes('.')) return false;
  let shared = false;
  for (const pattern of patterns) {
    const excepts = pattern.startsWith('!');
    const [begin = '', end] = pattern.slice(excepts ? 1 : 0).split('*');
    const fits =
      end === undefined
        ? path === begin
        : path.length >= begin.length + end.length && path.startsWith(begin) && path.endsWith(end);
    if (!fits) continue;
    if (excepts) return false;
    shared = true;
  }
  return shared;
}

/** The key under which a file of a release stands, its own or one that it carries. */
export function placeOf({ id, shared = [] }: Pick<Manifest, 'id' | 'shared'>, path: string): string {
  return isSharedBy(shared, path) ? sharedKeyOf(path) : keyOf(id, path);
}

/** Whether a file of a release stands where all releases share it. */
export function isShared({ shared = [] }: Pick<Manifest, 'shared'>, path: string): boolean {
  return isSharedBy(shared, path);
}

/** What builders write beside a script or a style, by its name and one of these endings: webpack its licences, many their maps. */
const BESIDE = ['.LICENSE.txt', '.map'];

/**
 * The files of a release that stand beside a shared one by its name, and are not shared themselves, such as `app.1a2b3c4d.js.LICENSE.txt`. The
 * hash in such a name is of the file that it stands beside, so that two releases may have two texts by one name. A release has its own. But a
 * behaviour that looks for shared files alone takes them past the function: for its visitors promote puts each where shared files are as well.
 * Any visitor can read what is there, so that it waits until users have the release; and one that is there stays, which was written for the very
 * same script. No page loads them.
 */
export function besideShared(release: Pick<Manifest, 'files' | 'shared'>): readonly ReleaseFile[] {
  const shared = new Set(release.files.map(({ path }) => path).filter((path) => isShared(release, path)));
  return release.files.filter(
    ({ path }) =>
      !shared.has(path) && BESIDE.some((end) => path.endsWith(end) && shared.has(path.slice(0, -end.length))),
  );
}

/** The key of a path where releases share it. */
export function sharedKeyOf(path: string): string {
  return `${SHARED_PREFIX}${path}`;
}

/** A build as it is staged under a store: its hashed files are shared, as far as patterns tell them from others. It has an id of its own. */
export function sharing({ files }: Pick<Manifest, 'files'>): Manifest {
  return manifestOf(files, patternsFor(files));
}

/** A pattern, with what it excepts. */
interface Candidate {
  readonly texts: readonly string[];
  /** How many hashed files it fits. */
  readonly covers: number;
}

/** The patterns that share most of a build's hashed files, and no other file, within {@link PATTERNS_LIMIT}. */
export function patternsFor(files: readonly Pick<ReleaseFile, 'path' | 'hashed'>[]): readonly string[] {
  const named = files.filter(({ path }) => path.slice(path.lastIndexOf('/') + 1).includes('.'));
  const hashed = named.filter((file) => file.hashed);
  const others = named.filter((file) => !file.hashed).map(({ path }) => path);
  const mixed = new Set(others.flatMap(foldersOf));
  const byPattern = new Map<string, readonly string[]>();
  for (const { path } of hashed) {
    // The whole folder of a builder, the topmost one, else an ending in it.
    const folder = foldersOf(path).find((one) => !mixed.has(one));
    const own = path.slice(0, path.lastIndexOf('/') + 1);
    const pattern = folder === undefined ? `${own}*${path.slice(path.lastIndexOf('.'))}` : `${folder}*`;
    if (byPattern.has(pattern) || pattern.split('*').length !== 2 || pattern.startsWith('!')) continue;
    const excepted = others.filter((other) => isSharedBy([pattern], other));
    const isTold = excepted.length <= MOST_EXCEPTED && !excepted.some((other) => other.includes('*'));
    byPattern.set(pattern, isTold ? [pattern, ...excepted.map((other) => `!${other}`)] : []);
  }
  const candidates = [...byPattern.values()]
    .filter((texts) => texts.length > 0)
    .map((texts): Candidate => ({ texts, covers: hashed.filter(({ path }) => isSharedBy(texts, path)).length }))
    .sort((a, b) => b.covers - a.covers || ((a.texts[0] ?? '') < (b.texts[0] ?? '') ? -1 : 1));
  let taken: readonly string[] = [];
  for (const { texts } of candidates) {
    const more = [...new Set([...taken, ...texts])];
    if (Buffer.byteLength(JSON.stringify(more)) <= PATTERNS_LIMIT) taken = more;
  }
  return taken;
}

/** `a/` and `a/b/` of `a/b/c.js`, the topmost first. */
function foldersOf(path: string): readonly string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}
