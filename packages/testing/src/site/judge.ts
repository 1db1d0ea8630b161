import type { Named, Release, ReleasedFile } from './releases.ts';
import type { Seen, SeenAnswer, SeenLater, SeenVisit } from './seen.ts';

/** What is true of a site, once its users are asked. */
export interface Truth {
  readonly releases: ReadonlyMap<string, Release>;
  /** In their order; the first is what there was before. */
  readonly named: readonly Named[];
}

/** How many releases ago a tab may have been opened and goes on working. */
const TABS = 3;

/** A sentence for each thing that users saw and should not have: what was exposed, and what was broken. */
export function complaintsOf(seen: Seen, truth: Truth): readonly string[] {
  const found = [
    ...exposures(seen, truth),
    ...seen.visits.flatMap((visit) => brokenIn(visit, truth)),
    ...seen.later.flatMap((later) => brokenLater(later, truth)),
  ];
  const times = new Map<string, number>();
  for (const one of found) times.set(one, (times.get(one) ?? 0) + 1);
  return [...times].map(([one, count]) => (count === 1 ? one : `${one}, ${count} times`));
}

/**
 * Exposure: an answer from a release that no write of the pointer had named by then. Hashed assets are excepted, which are public once
 * they are uploaded; what stands beside them by their names, as licences do, is not.
 */
function exposures({ visits, later, others }: Seen, truth: Truth): readonly string[] {
  const answers = [
    ...visits.flatMap(({ page, assets }) => [page, ...assets]),
    ...later.map(({ asset }) => asset),
    ...others,
  ];
  return answers.flatMap((answer) => {
    if (answer.status >= 400 || answer.status === 304) return [];
    const named = namedBy(truth, answer.at);
    const isNamed = named.some((release) => isOf(release, answer));
    if (isNamed || hashedFilesAt(truth, answer.path).some(({ sha256 }) => sha256 === answer.sha256)) return [];
    const from = [...truth.releases.values()].filter((release) => isOf(release, answer)).map(({ id }) => id);
    if (from.length === 0) return [`${answer.path} answered what no finished release has`];
    return [`${answer.path} answered from the release ${from.join(' or ')}, which the pointer had not named`];
  });
}

/** How often a file with one name in every release was not that of the release that its pages are of then, by the newest write. */
export function neighboursOf({ others }: Seen, truth: Truth): readonly string[] {
  const apart = others.filter((answer) => {
    if (answer.status !== 200) return false;
    const newest = namedBy(truth, answer.at).at(-1);
    // One that is no file of it, such as a licence by its script's name, belongs to no page of it either.
    const isFileOf = newest?.files.some(({ path }) => `/${path}` === answer.path) || answer.says !== undefined;
    return newest !== undefined && isFileOf && !isOf(newest, answer) && !hashedFilesAt(truth, answer.path).length;
  });
  return apart.length === 0 ? [] : [`${apart.length} of ${others.length} files fetched apart were of another release`];
}

/** Whether an answer is a file of a release, under its own name or as a page for another one. */
function isOf({ id, files }: Release, { sha256, says }: SeenAnswer): boolean {
  return says === undefined ? files.some((file) => file.sha256 === sha256) : says === id;
}

/** Broken: a page whose hashed assets do not answer with its manifest's bytes. */
function brokenIn({ page, assets }: SeenVisit, truth: Truth): readonly string[] {
  if (!isOpen(truth, page.at)) return [];
  if (page.status !== 200) return [`${page.path} answered ${page.status}`];
  return assets.flatMap((asset) => wrongOf(asset, page, truth));
}

/**
 * Whether the first release has reached all edge hosts: until then some of them have nothing at all, and there is no release before it
 * that its assets could be carried into. It takes the time of a configuration, and that for which an error is kept.
 */
function isOpen(truth: Truth, at: number): boolean {
  return namedBy(truth, at - OPENS_WITHIN_MS).length > 0;
}

const OPENS_WITHIN_MS = 320_000;

/** A tab's page may be of one of the last three releases before the one that is named when it asks. */
function brokenLater({ page, asset }: SeenLater, truth: Truth): readonly string[] {
  if (!isOpen(truth, asset.at)) return [];
  const releases = releasesWith(page, truth).map(({ id }) => id);
  const since = truth.named.filter(({ since: from }) => from <= asset.at);
  const lastNamed = since.findLastIndex(({ release }) => release !== undefined && releases.includes(release));
  const newer = new Set(since.slice(lastNamed + 1).map(({ release }) => release));
  if (lastNamed < 0 || newer.size > TABS) return [];
  return wrongOf(asset, page, truth).map((sentence) => `in a tab of ${newer.size} releases ago ${sentence}`);
}

function wrongOf(asset: SeenAnswer, page: SeenAnswer, truth: Truth): readonly string[] {
  const expected = releasesWith(page, truth).flatMap(({ files }) =>
    files.filter(({ path, hashed }) => hashed && `/${path}` === asset.path),
  );
  // What the page's release does not have as a hashed asset may be another's, for a moment.
  if (expected.length === 0) return [];
  if (asset.status !== 200) return [`${asset.path}, which ${page.path} names, answered ${asset.status}`];
  const isSame = expected.some(({ sha256 }) => sha256 === asset.sha256);
  return isSame ? [] : [`${asset.path}, which ${page.path} names, answered with other bytes`];
}

/** The releases that have exactly this page. */
function releasesWith({ path, sha256 }: SeenAnswer, { releases }: Truth): readonly Release[] {
  const name = path === '/' ? 'index.html' : path.slice(1);
  return [...releases.values()].filter(({ files }) =>
    files.some((file) => file.path === name && file.sha256 === sha256),
  );
}

function hashedFilesAt({ releases }: Truth, path: string): readonly ReleasedFile[] {
  return [...releases.values()].flatMap(({ files }) => files.filter((file) => file.hashed && `/${file.path}` === path));
}

/** The releases that the pointer had named by a time. */
function namedBy({ named, releases }: Truth, at: number): readonly Release[] {
  // The newest last, also where it had been named before.
  const all = named.filter(({ since }) => since <= at).map(({ release }) => release);
  const ids = new Set(all.reverse());
  return [...ids].reverse().flatMap((id) => releases.get(id ?? '') ?? []);
}
