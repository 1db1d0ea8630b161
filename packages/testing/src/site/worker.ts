import type { Release } from './releases.ts';
import type { SeenAnswer, SeenVisit } from './seen.ts';

/** Gets what an address answers, from any host. */
export type Get = (path: string) => { readonly seen: SeenAnswer; readonly text: string };

/** An entry of a precache list: the revision of a file whose name has none. */
interface Entry {
  readonly url: string;
  readonly revision: string | null;
}

/** A browser with an installed service worker, as Workbox makes them. */
export interface WorkerUser {
  /**
   * Looks for a newer worker, as a browser does when a page is opened, and installs it. Gives what it got where it tried: the worker, and
   * what it names.
   */
  look(): SeenVisit | undefined;
  /** A sentence for each page that it keeps under the revision of another release. */
  kept(releases: ReadonlyMap<string, Release>): readonly string[];
}

/**
 * Such a browser. Of a new worker it gets each file whose revision it lacks; the request has no revision in it, so that it gets what the
 * edge has that it meets. Where one of them does not come, the worker before stays
 * (https://developer.chrome.com/docs/workbox/modules/workbox-precaching: "bad-precaching-response").
 */
export function workerUser(get: Get): WorkerUser {
  let installed:
    | { readonly worker: SeenAnswer; readonly files: ReadonlyMap<string, Entry & { readonly sha256: string }> }
    | undefined;
  return {
    look() {
      const { seen: worker, text } = get('/sw.js');
      if (worker.status !== 200 || worker.sha256 === installed?.worker.sha256) return undefined;
      const assets: SeenAnswer[] = [];
      const files = new Map<string, Entry & { readonly sha256: string }>();
      for (const entry of precached(text)) {
        const known = installed?.files.get(entry.url);
        if (known?.revision === entry.revision) files.set(entry.url, known);
        else {
          const { seen } = get(`/${entry.url}`);
          assets.push(seen);
          if (seen.status !== 200) return { page: worker, assets };
          files.set(entry.url, { ...entry, sha256: seen.sha256 });
        }
      }
      installed = { worker, files };
      return { page: worker, assets };
    },
    kept(releases) {
      if (!installed) return [];
      const { worker, files } = installed;
      const own = [...releases.values()].find((release) => has(release, 'sw.js', worker.sha256));
      if (!own) return [`a worker is installed that no release has`];
      return [...files.values()].flatMap(({ url, sha256 }) => {
        if (has(own, url, sha256)) return [];
        const other = [...releases.values()].find((release) => has(release, url, sha256));
        return [`the worker of ${own.id} keeps ${url} of ${other?.id ?? 'no release'} until the next release`];
      });
    },
  };
}

function has({ files }: Release, name: string, sha256: string): boolean {
  return files.some((file) => file.path === name && file.sha256 === sha256);
}

/** The entries of `precacheAndRoute([{"revision":"…","url":"index.html"},…])`. */
function precached(text: string): readonly Entry[] {
  const list = /precacheAndRoute\((\[.*?\])/s.exec(text)?.[1];
  return list === undefined ? [] : (JSON.parse(list) as readonly Entry[]);
}
