/** One request of a user, and what came of it. */
export interface Visit {
  /** When it was sent: milliseconds since the epoch, on the local cloud's clock. */
  readonly at: number;
  /** Milliseconds until the answer, on the same clock. */
  readonly tookMs: number;
  /** The version that ran, as Lambda says; empty when none did. */
  readonly version: string;
  /** What the user met instead of an answer; empty when all was well. */
  readonly problem: string;
}

/** A stretch of time in which users met one version. */
export interface Spell {
  readonly version: string;
  /** The first and the last visit of it. */
  readonly from: number;
  readonly until: number;
  readonly visits: number;
  readonly errors: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

/** How many visits a version answered. */
export interface Share {
  readonly version: string;
  readonly visits: number;
  /** Of all answered visits, from 0 to 1. */
  readonly share: number;
}

/**
 * Groups visits by the version that answered, in the order of time. One that no version answered counts to the spell it
 * fell into: to a user it is an error of whatever was live.
 */
export function spellsOf(visits: readonly Visit[]): Spell[] {
  const groups: { version: string; visits: Visit[] }[] = [];
  for (const visit of inOrder(visits)) {
    const current = groups.at(-1);
    if (current && (visit.version === '' || current.version === '' || visit.version === current.version)) {
      current.visits.push(visit);
      current.version ||= visit.version;
    } else groups.push({ version: visit.version, visits: [visit] });
  }
  return groups.map(({ version, visits: of }) => {
    const sent = of.map(({ at }) => at).sort((a, b) => a - b);
    const took = of.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
    return {
      version,
      from: sent[0]!,
      until: sent.at(-1)!,
      visits: of.length,
      errors: errorsIn(of),
      medianMs: took[Math.floor((took.length - 1) / 2)]!,
      slowestMs: took.at(-1)!,
    };
  });
}

/** Who answered how much, the busiest version first. */
export function sharesOf(visits: readonly Visit[]): Share[] {
  const counts = new Map<string, number>();
  for (const { version } of visits) if (version) counts.set(version, (counts.get(version) ?? 0) + 1);
  const answered = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .map(([version, count]) => ({ version, visits: count, share: count / answered }))
    .sort((a, b) => b.visits - a.visits || Number(a.version) - Number(b.version));
}

/** How many visits went wrong. */
export function errorsIn(visits: readonly Visit[]): number {
  return visits.filter(({ problem }) => problem !== '').length;
}

/**
 * One visit comes after another when it was sent after the other's answer. Those that overlap have no order of their own:
 * the one sent first may well have been served last. Of these, the ones that met the version before come first.
 */
function inOrder(visits: readonly Visit[]): Visit[] {
  const waiting = [...visits].sort((a, b) => a.at - b.at);
  const ordered: Visit[] = [];
  while (waiting.length > 0) {
    let answered = Number.POSITIVE_INFINITY;
    let overlapping = 0;
    for (const { at, tookMs } of waiting) {
      if (at > answered) break;
      answered = Math.min(answered, at + tookMs);
      overlapping += 1;
    }
    const version = ordered.findLast((visit) => visit.version !== '')?.version;
    const same = waiting.slice(0, overlapping).findIndex((visit) => visit.version === version);
    ordered.push(...waiting.splice(Math.max(0, same), 1));
  }
  return ordered;
}
