import type { LocalAws } from '@actions-aws/local-aws';
import type { SiteName } from './chapters.ts';
import type { Answer, PageVisit } from './served.ts';
import type { SceneSite, SceneSites } from './sites.ts';

/** Milliseconds of the machine's time between two questions to each host. */
const everyMs = 250;

const pages = ['/', '/books.html'];

/** Visitors of both sites at every host. */
export interface Visitors {
  /** What every host said, again and again. */
  readonly answers: readonly Answer[];
  /** Pages that were opened at one host after the other, with all that they name. */
  readonly visits: readonly PageVisit[];
  /** What each host of a site serves now. */
  askAll(site: SceneSite): Promise<readonly string[]>;
  leave(): Promise<void>;
}

/** Lets visitors arrive: from now on each host is asked which release it serves, and pages are opened. */
export function visitorsArrive({ clock }: LocalAws, { test, app }: SceneSites, onAnswers: () => void): Visitors {
  const answers: Answer[] = [];
  const visits: PageVisit[] = [];
  const sites = [test, app];
  const askHost = async ({ name, hosts }: SceneSite, host: number) => {
    const release = await releaseAt(hosts[host]?.url ?? '');
    answers.push({ site: name, host, at: clock.now(), release });
    return release;
  };
  const askAll = (site: SceneSite) => Promise.all(site.hosts.map((_, host) => askHost(site, host)));
  const open = async ({ name, hosts }: SceneSite, count: number) => {
    const host = count % hosts.length;
    const page = pages[count % pages.length] ?? '/';
    const at = clock.now();
    const visit = await openPage(hosts[host]?.url ?? '', page);
    if (visit) visits.push({ site: name, host, at, page, missing: visit.missing });
  };
  const left = new AbortController();
  const going = (async () => {
    for (let count = 0; !left.signal.aborted; count += 1) {
      const rested = clock.sleep(everyMs * clock.scale, left.signal).catch(() => {});
      await Promise.all(sites.flatMap((site) => [askAll(site), open(site, count)]));
      onAnswers();
      await rested;
    }
  })();
  return {
    answers,
    visits,
    askAll,
    async leave() {
      left.abort();
      await going;
    },
  };
}

/** The release that a host says to serve; empty where it serves none. */
async function releaseAt(url: string): Promise<string> {
  const answer = await fetch(`${url}/.well-known/release`);
  const text = await answer.text();
  return answer.ok ? (JSON.parse(text) as { readonly release: string }).release : '';
}

/** A page as it was opened: what it loads at once, and what its scripts load when it is needed. */
export interface OpenedPage {
  readonly later: readonly string[];
  readonly missing: readonly string[];
}

/** Opens a page at a host as a browser would: what it names, and what the modules import. Nothing where there is no page yet. */
export async function openPage(url: string, page: string): Promise<OpenedPage | undefined> {
  const answer = await fetch(url + page);
  const html = await answer.text();
  if (!answer.ok) return undefined;
  const waiting = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, name = '']) => name);
  const asked = new Set<string>();
  const later: string[] = [];
  const missing: string[] = [];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (asked.has(name)) continue;
    asked.add(name);
    const asset = await fetch(url + name);
    const source = await asset.text();
    if (!asset.ok) missing.push(`${name} (${asset.status})`);
    else if (name.endsWith('.js')) {
      waiting.push(...namedBy(source, /from '\.\/([^']+)'/g));
      later.push(...namedBy(source, /import\('\.\/([^']+)'\)/g));
    }
  }
  return { later, missing };
}

function namedBy(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].map(([, name]) => `/assets/${name}`);
}

/** A tab that was opened at some time, and may load the rest of its scripts at any host later. */
export interface Tab {
  /** What of it does not come any more, at whichever host. */
  missingNow(): Promise<readonly string[]>;
}

/** Opens a tab on the front page of a site. */
export async function openTab(site: SceneSite): Promise<Tab> {
  const { later = [] } = (await openPage(site.url, '/')) ?? {};
  if (later.length === 0) throw new Error(`The front page of ${siteName(site.name)} loads nothing later.`);
  return {
    async missingNow() {
      const asked = site.hosts.flatMap(({ url, location }) =>
        later.map((name) => ({ url: url + name, name, location })),
      );
      const answers = asked.map(async ({ url, name, location }) => {
        const answer = await fetch(url);
        await answer.arrayBuffer();
        return answer.ok ? [] : [`${name} at ${location} (${answer.status})`];
      });
      return (await Promise.all(answers)).flat();
    },
  };
}

/** A site as people write it. */
export function siteName(site: SiteName): string {
  return site.toUpperCase();
}
