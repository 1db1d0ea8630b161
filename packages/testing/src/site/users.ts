import type { Viewed } from '@actions-aws/local-aws';
import { randomFrom } from '../sweeps/races/strategy.ts';
import type { Users } from '../sweeps/users.ts';
import { LICENCE } from './built.ts';
import { complaintsOf, neighboursOf } from './judge.ts';
import { namedIn, type Release, releaseIdsOf, releaseOf, releasesOf, releaseWith, sha256Of } from './releases.ts';
import type { SeenAnswer, SeenLater, SeenVisit } from './seen.ts';
import { workerUser } from './worker.ts';
import type { SiteWorld } from './world.ts';

/** How many edge hosts there are: a user sits at each, and each request may go to any. */
const HOSTS = 8;
/** How often they look where the clock stands still, in its milliseconds. */
const EVERY_LOCAL_MS = 7_000;
/** How often they look else, in milliseconds of the machine. */
const EVERY_MS = 50;
/** How many tabs are kept open; each asks for one more of its assets at every look. */
const TABS = 8;
/** What has one name in every release, and is asked for by itself. */
const RELEASE_PATH = '/.well-known/release';
const UNHASHED = ['/about.html', '/news.json', '/version.txt', RELEASE_PATH];

/** A tab: its page, and what its scripts name and have not loaded. */
interface Tab {
  readonly page: SeenAnswer;
  readonly lazy: readonly string[];
}

/** What the bytes of an answer are. */
interface Content {
  readonly text: string;
  readonly sha256: string;
}

/** Which users. */
export interface SiteUsersOptions {
  /** `app` unless given. */
  readonly site?: 'app' | 'test';
  /** Draws which host answers what. */
  readonly seed?: number;
  /** In a race they look `when asked`: a timer of theirs would be a turn in its schedules. */
  readonly looks?: 'all the while' | 'when asked';
}

/** Users of a site, who also tell what they saw that is no fault. */
export interface SiteUsers extends Users {
  /**
   * After they left, a sentence for each thing that the README warns of: how often files with one name in every release, fetched apart,
   * were a neighbour's while a pointer went out; and what an installed service worker keeps of another release.
   */
  shown(): readonly string[];
}

/**
 * Users of APP, or of TEST: at every edge host they open the page with all that it names, each from any host; they keep tabs, which load
 * what their scripts name later; and they write addresses by hand. When they leave they complain of what was exposed or broken. They
 * look when they are asked to and all the while, so also while a configuration goes out and nothing is written; where the clock stands
 * still, by its timers. One of them has an installed service worker, where the site has one.
 */
export function siteUsers(
  world: SiteWorld,
  { site = 'app', seed = 1, looks = 'all the while' }: SiteUsersOptions = {},
): SiteUsers {
  const { cloud } = world;
  const { domainName } = world[site];
  const random = randomFrom(seed);
  const visits: SeenVisit[] = [];
  const later: SeenLater[] = [];
  const others: SeenAnswer[] = [];
  let tabs: readonly Tab[] = [];
  /** By their ids, as their manifests have them. */
  const known = new Map<string, Release>();
  let shown: readonly string[] = [];
  /** An edge gives the same bytes again and again. */
  const contents = new WeakMap<Uint8Array, Content>();
  const entered = { since: 0, release: releaseOf(world, site) };

  function contentOf(body: Uint8Array): Content {
    const known = contents.get(body) ?? { text: Buffer.from(body).toString('utf8'), sha256: sha256Of(body) };
    contents.set(body, known);
    return known;
  }

  function get(
    path: string,
    host = Math.floor(random() * HOSTS),
  ): { readonly seen: SeenAnswer; readonly text: string } {
    const { status, body }: Viewed = cloud.visit({ url: `https://${domainName}${path}`, host });
    const { text, sha256 } = contentOf(body);
    const says = path === RELEASE_PATH && status === 200 ? releaseIn(text) : undefined;
    const seen = { at: cloud.clock.now(), host, path, status, sha256, ...(says && { says }) };
    return { seen, text };
  }

  const worker = workerUser((path) => get(path));

  function look(): void {
    const looked = worker.look();
    // A worker whose hashed files do not come is not installed, and is as broken as a page.
    if (looked) visits.push(looked);
    for (let host = 0; host < HOSTS; host++) open(host);
    for (const { page, lazy } of tabs) {
      const name = lazy[Math.floor(random() * lazy.length)];
      if (name !== undefined) later.push({ page, asset: get(name).seen });
    }
    const written = [...known.values()].flatMap((release) => {
      const ways = waysTo(release.id);
      return [...licencesOf(release), ways[0] ?? '', ways[Math.floor(random() * ways.length)] ?? ''];
    });
    for (const path of [...UNHASHED, ...written]) others.push(get(path).seen);
  }

  function open(host: number): void {
    const { seen: page, text } = get('/', host);
    const answers = page.status === 200 ? namesIn(text).map((name) => get(name)) : [];
    const assets = answers.map(({ seen }) => seen);
    visits.push({ page, assets });
    const asked = assets.map(({ path }) => path);
    const lazy = [...new Set(answers.flatMap(({ seen, text: script }) => namesIn(script, seen.path)))].filter(
      (name) => !asked.includes(name),
    );
    const isOpen = tabs.some((tab) => tab.page.sha256 === page.sha256);
    // One of each page, for as long as there is room: the oldest goes.
    if (!isOpen && lazy.length > 0) tabs = [...tabs, { page, lazy }].slice(-TABS);
  }

  const rest = looks === 'when asked' ? () => {} : keepLooking(world, look);
  return {
    async visit() {
      for (const id of await releaseIdsOf(world)) known.set(id, known.get(id) ?? (await releaseWith(world, id)));
      look();
    },
    async leave() {
      rest();
      look();
      const named = [{ ...entered, release: await entered.release }, ...(await namedIn(world, site))];
      const truth = { releases: await releasesOf(world), named };
      const seen = { visits, later, others };
      shown = [...neighboursOf(seen, truth), ...worker.kept(truth.releases)];
      return complaintsOf(seen, truth);
    },
    shown: () => shown,
  };
}

/** The page of a release by its key, in every way in which a visitor may write that: a client that is no browser leaves `..` as it is. */
export function waysTo(id: string): readonly string[] {
  const key = `r/${id}/index.html`;
  return [
    `/${key}`,
    `//${key}`,
    `/r//${id}//index.html`,
    `/r/${id}.json`,
    `/%72/${id}/index.html`,
    `/r%2F${id}%2Findex.html`,
    `/%2Fr%2F${id}%2Findex.html`,
    `/r%5C${id}%5Cindex.html`,
    `/./${key}`,
    `/../${key}`,
    `/../${id}/index.html`,
    `/..%2F${id}%2Findex.html`,
    `/%2e%2e/${id}/index.html`,
    `/about/../${key}`,
    `/about/..%2F${key}`,
    `/assets/../${key}`,
    `/assets/../../${key}`,
    `/assets/%2e%2e/${key}`,
    `/assets/..%2F..%2F${key}`,
    `/assets//../${key}`,
    `/r/../assets/../${key}`,
  ];
}

/** What stands beside scripts by their names, which have no hash of it. */
function licencesOf({ files }: Release): readonly string[] {
  return files.filter(({ path }) => path.endsWith(LICENCE)).map(({ path }) => `/${path}`);
}

/** Has them look again and again; returns how to stop it. */
function keepLooking({ cloud }: SiteWorld, look: () => void): () => void {
  if (cloud.clock.scale !== 0) {
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }
  let cancel = () => {};
  const again = () => {
    cancel = cloud.clock.after(EVERY_LOCAL_MS, () => {
      look();
      again();
    });
  };
  again();
  return () => cancel();
}

function releaseIn(text: string): string | undefined {
  return /"release":\s*"([0-9a-f]{16})"/.exec(text)?.[1];
}

/** What a page or a script names below `assets/`, as a browser would ask for it; a script, also what is beside it. */
export function namesIn(text: string, path = '/'): readonly string[] {
  const below = [...text.matchAll(/["'(=\s]\.?(\/?assets\/[^"'\s)<>]+)/g)].map(([, name = '']) =>
    name.startsWith('/') ? name : `/${name}`,
  );
  const isScript = path.startsWith('/assets/');
  const beside = isScript ? [...text.matchAll(/["'](\.\/[^"'\s]+\.(?:js|css))["']/g)] : [];
  const resolved = beside.map(([, name = '']) => new URL(name, `https://site${path}`).pathname);
  return [...new Set([...below, ...resolved])];
}
