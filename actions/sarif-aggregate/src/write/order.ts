import { hash } from 'node:crypto';
import type { Memory } from '../store/memory.ts';
import { sortBy } from '../store/sort.ts';
import type { FilledSpill } from '../store/spill.ts';
import type { Decision } from './decision.ts';
import type { Entries } from './entries.ts';

/** The entries in the order in which they are written: by scan, path, line, rule, finding and bytes, never by how they came. */
export function inOrder(
  entries: Entries,
  decisions: readonly Decision[],
  spill: FilledSpill,
  memory: Memory,
): Uint32Array {
  const { run, path, line, rule, rank } = entries;
  const all = new Uint32Array(entries.length);
  for (let entry = 0; entry < all.length; entry += 1) all[entry] = entry;
  const order = sortBy(all, [run, path, line, rule, rank], memory);
  const differs = (a: number, b: number) =>
    rank(a) !== rank(b) || run(a) !== run(b) || line(a) !== line(b) || path(a) !== path(b) || rule(a) !== rule(b);
  for (let from = 0, at = 1; at <= order.length; at += 1) {
    if (at < order.length && !differs(order[from]!, order[at]!)) continue;
    if (at - from > 1) sortByBytes(order.subarray(from, at), entries, decisions, spill);
    from = at;
  }
  return order;
}

/** Results of one finding in one place: what is equal in all that is written needs no order. */
function sortByBytes(
  group: Uint32Array,
  { spilled, decision }: Entries,
  decisions: readonly Decision[],
  spill: FilledSpill,
): void {
  let bytes = Buffer.allocUnsafe(4096);
  const digests = new Map<number, string>();
  for (const entry of group) {
    const start = spill.start(spilled(entry));
    const length = spill.start(spilled(entry) + 1) - start;
    if (length > bytes.length) bytes = Buffer.allocUnsafe(2 * length);
    spill.read(start, length, bytes, 0);
    digests.set(entry, hash('sha256', bytes.subarray(0, length), 'hex') + decisions[decision(entry)]!.mark);
  }
  group.sort((a, b) => {
    const [left, right] = [digests.get(a)!, digests.get(b)!];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  });
}
