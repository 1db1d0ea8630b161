/** Something that needs others, by name. */
export interface Needing {
  readonly name: string;
  readonly needs: readonly string[];
}

/** A circle of needs, beginning and ending with the same name; undefined where there is none. Unknown names lead nowhere. */
export function cycleIn(all: readonly Needing[]): readonly string[] | undefined {
  const needs = new Map(all.map((one) => [one.name, one.needs]));
  const done = new Set<string>();
  for (const { name } of all) {
    // Depth first, without recursion: a chain may be long.
    const way: { readonly name: string; next: number }[] = done.has(name) ? [] : [{ name, next: 0 }];
    const onWay = new Set(way.map((step) => step.name));
    for (let last = way.at(-1); last; last = way.at(-1)) {
      const needed = needs.get(last.name)?.[last.next];
      last.next += 1;
      if (needed === undefined) {
        done.add(last.name);
        onWay.delete(last.name);
        way.pop();
        continue;
      }
      if (onWay.has(needed)) {
        const names = way.map((step) => step.name);
        return [...names.slice(names.indexOf(needed)), needed];
      }
      if (!needs.has(needed) || done.has(needed)) continue;
      way.push({ name: needed, next: 0 });
      onWay.add(needed);
    }
  }
  return undefined;
}

/**
 * What is on because something that it needs is on, directly or through others: each by what it needs that was on first.
 *
 * @param on names that are on for themselves.
 */
export function onByNeed(all: readonly Needing[], on: ReadonlySet<string>): ReadonlyMap<string, string> {
  const neededBy = new Map<string, string[]>();
  for (const { name, needs } of all) {
    for (const needed of needs) {
      const known = neededBy.get(needed);
      if (known) known.push(name);
      else neededBy.set(needed, [name]);
    }
  }
  const because = new Map<string, string>();
  const waiting = all.filter(({ name }) => on.has(name)).map(({ name }) => name);
  for (const cause of waiting) {
    for (const name of neededBy.get(cause) ?? []) {
      if (on.has(name) || because.has(name)) continue;
      because.set(name, cause);
      waiting.push(name);
    }
  }
  return because;
}
