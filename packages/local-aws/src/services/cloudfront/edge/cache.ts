import type { Viewed } from '../../../kernel/service.ts';
import { evictedAt } from '../hosts.ts';
import { names } from '../invalidations/paths.ts';
import type { Cached, Distribution, Pace } from '../state.ts';

/** The cache of an edge host, for one distribution. */
export interface Cache {
  /** What is kept and neither expired nor evicted, nor invalidated since it was stored. */
  fresh(key: string): Cached | undefined;
  /** What is kept but has expired: it is served no more before the origin was asked. */
  stale(key: string): Cached | undefined;
  store(key: string, kept: Kept): Cached;
}

/** An answer to keep. */
export interface Kept extends Viewed {
  /** The path that a viewer asked for. */
  readonly path: string;
  readonly seconds: number;
}

/** Opens a host's cache at a time. Nothing happens by itself: what was dropped meanwhile is found to be gone when it is looked for. */
export function cacheOf(distribution: Distribution, host: number, now: number, pace: Pace): Cache {
  const entries = distribution.caches[host]!;
  const isGone = ({ path, stored, evicted }: Cached) =>
    evicted <= now ||
    distribution.invalidations.some(({ paths, reaches }) => {
      const reached = reaches[host]!;
      return reached <= now && stored < reached && names(paths, path);
    });
  const kept = (key: string) => {
    const found = entries.get(key);
    if (found && isGone(found)) entries.delete(key);
    return entries.get(key);
  };
  return {
    fresh(key) {
      const found = kept(key);
      return found && found.expires > now ? found : undefined;
    },
    stale: kept,
    store(key, { path, status, headers, body, seconds }) {
      const evicted = evictedAt(now, pace, `${distribution.id} ${host} ${key}`);
      const entry = { path, status, headers, body, stored: now, expires: now + seconds * 1000, evicted };
      if (seconds > 0) entries.set(key, entry);
      else entries.delete(key);
      return entry;
    },
  };
}
