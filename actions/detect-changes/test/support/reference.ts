import type { History } from '@actions-aws/testing/git';
import type { Graph } from './random-history.ts';

/** What changed, the slow way: two whole trees side by side. */
export function changedPaths(origin: History, base: string | undefined, head: string): string[] {
  const older = base === undefined ? new Map<string, string>() : treeOf(origin, base);
  const newer = treeOf(origin, head);
  const names = new Set([...older.keys(), ...newer.keys()]);
  return [...names].filter((name) => older.get(name) !== newer.get(name)).sort();
}

/** Mode and object of every path. */
function treeOf(origin: History, commit: string): Map<string, string> {
  const entries = origin.git('ls-tree', '-r', '-z', '--full-tree', commit).split('\0').slice(0, -1);
  return new Map(entries.map((entry) => [entry.slice(entry.indexOf('\t') + 1), entry.slice(0, entry.indexOf('\t'))]));
}

/** A commit and all that came before it. */
export function historyOf(graph: Graph, commit: string): Set<string> {
  const found = new Set<string>();
  const open = [commit];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return found;
}

/** Of some commits those after which none of the others comes. */
export function newest(graph: Graph, commits: Iterable<string>): string[] {
  const all = [...commits];
  return all.filter((one) => !all.some((other) => other !== one && historyOf(graph, other).has(one)));
}

/** The best common ancestors of two commits: any of them is right. */
export function mergeBases(graph: Graph, one: string, other: string): string[] {
  const others = historyOf(graph, other);
  return newest(
    graph,
    [...historyOf(graph, one)].filter((commit) => others.has(commit)),
  );
}
