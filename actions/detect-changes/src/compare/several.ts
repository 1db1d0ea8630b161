import type { Change, ChangeSink } from '../changes.ts';
import type { History, Told } from '../ports.ts';

/**
 * What differs from at least one of several older states. A path may differ from two of them in two ways, and then it is told
 * of each, since a pattern may ask for one.
 */
export async function differencesFromAny(
  history: History,
  bases: readonly (string | undefined)[],
  head: string,
  sink: ChangeSink,
): Promise<Told> {
  const all = new Map<string, Change>();
  await history.bring?.([...bases.filter((base) => base !== undefined), head]);
  for (const base of bases) {
    let found: Change[] = [];
    const told = await history.differences(base, head, {
      take: (change) => found.push(change),
      restart: () => {
        found = [];
      },
    });
    if (!told.complete) {
      sink.restart();
      return told;
    }
    for (const change of found) {
      const key = [change.status, change.path, change.from ?? ''].join('\0');
      if (!all.has(key)) all.set(key, change);
    }
  }
  sink.restart();
  for (const change of all.values()) sink.take(change);
  return { complete: true };
}
