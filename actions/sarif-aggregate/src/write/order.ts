import { hash } from 'node:crypto';
import type { Decisions } from '../gate/decisions.ts';
import { ranksOf, sortBy } from '../store/sort.ts';
import type { Store } from '../store/store.ts';

/** Results that are written: rows of today, and behind them those of the baseline that are carried on. */
export interface Entries {
  readonly length: number;
  /** Number in the spill. */
  readonly spilled: Uint32Array;
  /** Place of the scan in the order of their names. */
  readonly run: Uint32Array;
  readonly finding: Uint32Array;
  /** Whether it is of the baseline. */
  isCarried(entry: number): boolean;
  /** In its table. */
  rowOf(entry: number): number;
}

/** All results that are written, and in which order: by scan, path, line, rule, finding and bytes, never by how they came. */
export function entriesOf(store: Store, decided: Decisions, runs: RunsByScan): Entries {
  const { today, before } = store;
  const carried = [...decided.carried()];
  const length = today.length + carried.length;
  const spilled = new Uint32Array(length);
  const run = new Uint32Array(length);
  const finding = new Uint32Array(length);
  for (let row = 0; row < today.length; row += 1) {
    spilled[row] = today.spilled(row);
    run[row] = runs.today[today.scan(row)]!;
    finding[row] = decided.findingOf(row);
  }
  const rows = Uint32Array.from(carried, ([, row]) => row);
  for (const [index, [its, row]] of carried.entries()) {
    const entry = today.length + index;
    spilled[entry] = before.spilled(row);
    run[entry] = runs.before[before.scan(row)]!;
    finding[entry] = its;
  }
  return {
    length,
    spilled,
    run,
    finding,
    isCarried: (entry) => entry >= today.length,
    rowOf: (entry) => (entry < today.length ? entry : rows[entry - today.length]!),
  };
}

/** By the number of a scan, of today and of the baseline, its run's place. */
export interface RunsByScan {
  readonly today: readonly number[];
  readonly before: readonly number[];
}

/** The entries in the order in which they are written. */
export function inOrder(
  store: Store,
  decided: Pick<Decisions, 'rank'>,
  entries: Entries,
  tailOf: (entry: number) => string,
): Uint32Array {
  const { today, before, words } = store;
  const ranks = ranksOf(words.length, (word) => words.text(word));
  const of = (entry: number) => (entries.isCarried(entry) ? before : today);
  const keys: ((entry: number) => number)[] = [
    (entry) => entries.run[entry]!,
    (entry) => ranks[of(entry).path(entries.rowOf(entry))]!,
    (entry) => of(entry).line(entries.rowOf(entry)),
    (entry) => ranks[of(entry).rule(entries.rowOf(entry))]!,
    (entry) => decided.rank(entries.finding[entry]!),
  ];
  const order = sortBy(
    new Uint32Array(entries.length).map((_, entry) => entry),
    ...keys,
  );
  const differs = (a: number, b: number) => keys.some((key) => key(a) !== key(b));
  for (let from = 0, at = 1; at <= order.length; at += 1) {
    if (at < order.length && !differs(order[from]!, order[at]!)) continue;
    if (at - from > 1) sortByBytes(order.subarray(from, at), store, entries, tailOf);
    from = at;
  }
  return order;
}

/** Results of one finding in one place: what is equal in all that is written needs no order. */
function sortByBytes(
  group: Uint32Array,
  { spill }: Store,
  { spilled }: Entries,
  tailOf: (entry: number) => string,
): void {
  let bytes = Buffer.allocUnsafe(4096);
  const digests = new Map<number, string>();
  for (const entry of group) {
    const start = spill.start(spilled[entry]!);
    const length = spill.start(spilled[entry]! + 1) - start;
    if (length > bytes.length) bytes = Buffer.allocUnsafe(2 * length);
    spill.read(start, length, bytes, 0);
    digests.set(entry, hash('sha256', bytes.subarray(0, length), 'hex') + tailOf(entry));
  }
  group.sort((a, b) => {
    const [left, right] = [digests.get(a)!, digests.get(b)!];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  });
}
