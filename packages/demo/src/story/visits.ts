/** One request of a user, and what came of it. */
export interface Visit {
  /** The function that was asked. */
  readonly functionName: string;
  /** When it was sent: milliseconds since the epoch, on the local cloud's clock. */
  readonly at: number;
  /** Milliseconds until the answer, on the same clock. */
  readonly tookMs: number;
  /** The version that ran, as Lambda says; empty when none did. */
  readonly version: string;
  /** The release that answered, as it says itself; empty when it could not. */
  readonly release: string;
  /** What the user met instead of an answer; empty when all was well. */
  readonly problem: string;
}

/** How many visits a release answered. */
export interface Share {
  readonly release: string;
  readonly visits: number;
  /** Of all answered visits, from 0 to 1. */
  readonly share: number;
}

/** Who answered how much, the busiest release first. */
export function sharesOf(visits: readonly Visit[]): Share[] {
  const counts = new Map<string, number>();
  for (const { release } of visits) if (release) counts.set(release, (counts.get(release) ?? 0) + 1);
  const answered = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .map(([release, count]) => ({ release, visits: count, share: count / answered }))
    .sort((a, b) => b.visits - a.visits || Number(a.release) - Number(b.release));
}

/** How many visits went wrong. */
export function errorsIn(visits: readonly Visit[]): number {
  return visits.filter(({ problem }) => problem !== '').length;
}

/**
 * Gives those that went wrong the release of the version that ran, which others learnt from its answers: what fails cannot
 * say who it is.
 */
export function identified(visits: readonly Visit[]): Visit[] {
  const known = new Map<string, string>();
  const key = ({ functionName, version }: Visit) => `${functionName}:${version}`;
  for (const visit of visits) if (visit.release) known.set(key(visit), visit.release);
  return visits.map((visit) => (visit.release ? visit : { ...visit, release: known.get(key(visit)) ?? '' }));
}
