import type { Package } from '@actions-aws/findings';
import type { Numbers } from './numbers.ts';
import { createTuples, type Tuples } from './tuples.ts';

/** Results that name a dependency, in columns: which advisory, which target, which package. */
export interface Named {
  readonly length: number;
  readonly advisory: Uint32Array;
  readonly target: Uint32Array;
  /** In `packages`. */
  readonly package: Uint32Array;
  readonly packages: readonly (Package | undefined)[];
}

/** The package that each of the results is about, by the numbers of its name and type; the type only where two of that name differ. */
export interface Meant {
  readonly name: Uint32Array;
  readonly type: Uint32Array;
}

/**
 * Finds for each result the binary package. A tool that names the source package alone speaks of the binaries that others name for
 * the advisory and target, and its result is one of theirs: that of the same name, else the first. Where no other names one, the
 * source package's name counts.
 */
export function binariesOf(named: Named, numbers: Numbers): Meant {
  const facts = named.packages.map((one) => (one ? factsOf(one, numbers) : NOTHING));
  const name = new Uint32Array(named.length);
  const type = new Uint32Array(named.length);
  const factsAt = (at: number): Facts => facts[named.package[at] ?? 0] ?? NOTHING;
  for (let at = 0; at < named.length; at += 1) name[at] = factsAt(at).name;
  foldSources(named, name, factsAt, numbers);
  partByType(named, name, type, factsAt, numbers);
  return { name, type };
}

interface Facts {
  readonly name: number;
  readonly type: number;
  readonly source: number;
  readonly onlySource: boolean;
}

const NOTHING: Facts = { name: 0, type: 0, source: 0, onlySource: false };

function factsOf(one: Package, numbers: Numbers): Facts {
  return {
    name: numbers.of(one.name),
    type: numbers.of(one.type ?? ''),
    source: numbers.of(one.source ?? ''),
    onlySource: one.names === 'source',
  };
}

function foldSources(named: Named, name: Uint32Array, factsAt: (at: number) => Facts, numbers: Numbers): void {
  const places = createTuples();
  const sourceRows: number[] = [];
  for (let at = 0; at < named.length; at += 1) {
    if (!factsAt(at).onlySource) continue;
    places.numberOf(named.advisory[at] ?? 0, named.target[at] ?? 0);
    sourceRows.push(at);
  }
  if (sourceRows.length === 0) return;
  /** By place: the sources that are known of each binary; none known is an empty set. */
  const binaries = new Map<number, Map<number, Set<number>>>();
  for (let at = 0; at < named.length; at += 1) {
    const facts = factsAt(at);
    if (facts.onlySource) continue;
    const place = places.find(named.advisory[at] ?? 0, named.target[at] ?? 0);
    if (place < 0) continue;
    const here = binaries.get(place) ?? new Map<number, Set<number>>();
    binaries.set(place, here);
    const sources = here.get(facts.name) ?? new Set<number>();
    here.set(facts.name, sources);
    if (facts.source !== 0) sources.add(facts.source);
  }
  const chosen = new Map<string, number>();
  for (const at of sourceRows) {
    const place = places.find(named.advisory[at] ?? 0, named.target[at] ?? 0);
    const source = factsAt(at).name;
    const key = `${place} ${source}`;
    const binary = chosen.get(key) ?? binaryFor(source, binaries.get(place), numbers);
    chosen.set(key, binary);
    name[at] = binary;
  }
}

/** The binary that is known to be built from the source, else one of which it is not known; else the source itself. */
function binaryFor(
  source: number,
  binaries: ReadonlyMap<number, ReadonlySet<number>> | undefined,
  numbers: Numbers,
): number {
  if (!binaries || binaries.has(source)) return source;
  const built = [...binaries].filter(([, sources]) => sources.has(source));
  const candidates = built.length > 0 ? built : [...binaries].filter(([, sources]) => sources.size === 0);
  const names = candidates.map(([binary]) => binary);
  return names.sort((a, b) => (numbers.text(a) < numbers.text(b) ? -1 : 1))[0] ?? source;
}

/** Tools that do not say the type and those that do mean one package, unless two types of one name are there. */
function partByType(
  named: Named,
  name: Uint32Array,
  type: Uint32Array,
  factsAt: (at: number) => Facts,
  numbers: Numbers,
): void {
  const groups: Tuples = createTuples(named.length);
  const group = new Uint32Array(named.length);
  const first: number[] = [];
  const several = new Set<number>();
  for (let at = 0; at < named.length; at += 1) {
    const one = groups.numberOf(named.advisory[at] ?? 0, named.target[at] ?? 0, name[at] ?? 0);
    group[at] = one;
    const own = factsAt(at).type;
    const before = first[one] ?? 0;
    if (before !== 0 && own !== 0 && own !== before) several.add(one);
    if (before === 0 || (own !== 0 && numbers.text(own) < numbers.text(before))) first[one] = own;
  }
  if (several.size === 0) return;
  for (let at = 0; at < named.length; at += 1) {
    const one = group[at] ?? 0;
    if (several.has(one)) type[at] = factsAt(at).type || (first[one] ?? 0);
  }
}
