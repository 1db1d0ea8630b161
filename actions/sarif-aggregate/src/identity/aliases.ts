const CVE = /^CVE-\d{4}-\d+$/;

/** Which ids of advisories are one, by all that was named together. */
export interface Aliases {
  /** The one name of the advisory that a result's ids are about. */
  advisoryOf(ids: readonly string[]): string;
  /** All ids that are that advisory, itself among them. */
  idsOf(advisory: string): readonly string[];
}

/**
 * Closes what results and baseline name together. Two ids are one advisory only where exactly one CVE is named for both: an id that
 * covers several joins nothing, and no two CVEs are ever one. What is kept apart is shown twice; what is joined wrongly is hidden.
 */
export function aliasesOf(named: Iterable<readonly string[]>): Aliases {
  const sets = [...named].map((ids) => ids.map(capitals));
  const cves = cvesNamedWith(sets);
  const covering = new Set([...cves].filter(([, of]) => of.size > 1).map(([id]) => id));
  const cveOf = new Map<string, string>();
  for (const [id, of] of cves) if (of.size === 1) for (const cve of of) cveOf.set(id, cve);
  for (const [id, cve] of through(sets, cveOf, covering)) cveOf.set(id, cve);

  const all = new Map<string, string[]>();
  for (const [id, cve] of cveOf) {
    const ids = all.get(cve);
    if (ids) ids.push(id);
    else all.set(cve, [cve, id]);
  }
  return {
    advisoryOf: (ids) => advisoryOf(ids.map(capitals), cveOf, covering),
    idsOf: (advisory) => all.get(advisory) ?? [advisory],
  };
}

/** Those of the sets that name one of the ids, or an id that one of these sets names, and so on. */
export function setsAbout(
  sets: readonly (readonly string[])[],
  ids: readonly string[],
): readonly (readonly string[])[] {
  const withId = new Map<string, number[]>();
  for (const [index, set] of sets.entries()) {
    for (const id of set.map(capitals)) {
      const indexes = withId.get(id);
      if (indexes) indexes.push(index);
      else withId.set(id, [index]);
    }
  }
  const found = new Set<number>();
  const open = ids.map(capitals);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const index of withId.get(id) ?? []) {
      if (found.has(index)) continue;
      found.add(index);
      for (const other of sets[index] ?? []) open.push(capitals(other));
    }
    withId.delete(id);
  }
  return sets.filter((_, index) => found.has(index));
}

function advisoryOf(
  given: readonly string[],
  cveOf: ReadonlyMap<string, string>,
  covering: ReadonlySet<string>,
): string {
  const ids = [...new Set(given)].sort();
  const own = ids.filter(isCve);
  const [cve] = own;
  if (cve !== undefined && own.length === 1) return cve;
  const others = ids.filter((id) => !isCve(id));
  if (own.length > 1) return representative(others) ?? ids.join(' ');
  const cves = new Set(others.map((id) => cveOf.get(id)).filter((id) => id !== undefined));
  const [one] = cves;
  if (one !== undefined && cves.size === 1 && isOfOne(others) && !others.some((id) => covering.has(id))) return one;
  return representative(others) ?? ids.join(' ');
}

/** Of several ids without one CVE the one that is the tool's own, and otherwise GitHub's; none where they are several advisories. */
function representative(ids: readonly string[]): string | undefined {
  if (ids.length === 0 || !isOfOne(ids)) {
    const own = ids.filter((id) => authorityOf(id) !== 'GHSA');
    return own.length === 1 ? own[0] : undefined;
  }
  return ids.find((id) => authorityOf(id) === 'GHSA') ?? ids[0];
}

/** Ids that have no CVE of their own, but were named with one that has: `PYSEC-…` beside `GHSA-…`. */
function through(
  sets: readonly (readonly string[])[],
  cveOf: ReadonlyMap<string, string>,
  covering: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let next = parent.get(root); next !== undefined; next = parent.get(root)) root = next;
    for (let at = id; at !== root; ) {
      const next = parent.get(at) ?? root;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  const seen = new Set<string>();
  for (const ids of sets) {
    const [first, ...rest] = ids;
    if (first === undefined || rest.length === 0) continue;
    if (ids.some((id) => isCve(id) || covering.has(id)) || !isOfOne(ids)) continue;
    for (const id of ids) seen.add(id);
    for (const id of rest) if (rootOf(id) !== rootOf(first)) parent.set(rootOf(id), rootOf(first));
  }
  const groups = new Map<string, string[]>();
  for (const id of seen) {
    const group = groups.get(rootOf(id));
    if (group) group.push(id);
    else groups.set(rootOf(id), [id]);
  }
  const found = new Map<string, string>();
  for (const group of groups.values()) {
    const cves = new Set(group.map((id) => cveOf.get(id)).filter((id) => id !== undefined));
    const [one] = cves;
    if (one === undefined || cves.size > 1 || !isOfOne(group)) continue;
    for (const id of group) found.set(id, one);
  }
  return found;
}

function cvesNamedWith(sets: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const cves = new Map<string, Set<string>>();
  for (const ids of sets) {
    // Two are enough to know that there are several: a result may name a million.
    const own = [...new Set(ids.filter(isCve))].slice(0, 2);
    if (own.length === 0) continue;
    for (const id of ids) {
      if (isCve(id)) continue;
      const of = cves.get(id) ?? new Set<string>();
      for (const cve of own) of.add(cve);
      cves.set(id, of);
    }
  }
  return cves;
}

/** Whether the ids can be those of one advisory: an authority such as GitHub gives each but one. */
function isOfOne(ids: readonly string[]): boolean {
  return new Set(ids.map(authorityOf)).size === new Set(ids).size;
}

function authorityOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('-'))) || id;
}

function isCve(id: string): boolean {
  return CVE.test(id);
}

/** Ids are compared without regard to capitals, which tools write differently in `GHSA-…`. */
function capitals(id: string): string {
  return id.toUpperCase();
}
