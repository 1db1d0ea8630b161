import { existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Places } from '@actions-aws/action';
import { linesOf } from '@actions-aws/findings';
import { judge } from './gate/judge.ts';
import type { Judgement } from './gate/judgement.ts';
import type { Settings } from './gate/settings.ts';
import { rowOf, rowOfAggregate } from './identity/row.ts';
import type { Scan } from './inputs/scan.ts';
import { readAggregate } from './scans/read-baseline.ts';
import { type Reading, type ReadScan, readScan, type Sink, withoutTwins } from './scans/read-scan.ts';
import { runsOf } from './scans/runs.ts';
import { newStore, type Store } from './store/store.ts';
import type { Table } from './store/table.ts';

/** What a run of the action is asked. */
export interface Asked {
  readonly scans: readonly Scan[];
  /** An earlier aggregate. */
  readonly baseline?: string;
  readonly settings: Settings;
  /** The folder of the checkout, absolute. */
  readonly checkout: string;
  readonly places: Places;
}

/** What was found out. */
export interface Aggregated {
  readonly judgement: Judgement;
  readonly store: Store;
  readonly today: Time;
  readonly before: Time | undefined;
  /** Removes what was kept on disk: after it, no result can be told of. */
  close(): void;
}

/** All scans of one time, with their results. */
export interface Time {
  /** By the numbers that rows name. */
  readonly scans: readonly ReadScan[];
  readonly table: Table;
  readonly aliases: readonly (readonly string[])[];
}

/** Reads all scans and the baseline, and judges. One bad scan ends nothing: it is reported, and so are the others. */
export async function aggregate(asked: Asked, context: { readonly signal: AbortSignal }): Promise<Aggregated> {
  const store = newStore(asked.places.temp);
  try {
    return { ...(await judged(asked, store, context)), close: store.remove };
  } catch (error) {
    store.remove();
    throw error;
  }
}

async function judged(
  { scans, baseline, settings, checkout, places }: Asked,
  store: Store,
  { signal }: { readonly signal: AbortSignal },
): Promise<Omit<Aggregated, 'close'>> {
  const lines = linesOf(checkout);
  const folder = { folder: checkout, lines };
  const timeOf = (table: Table) => {
    const numbers = new Map<string, number>();
    const sink: Sink = {
      scan(name) {
        const number = numbers.get(name) ?? numbers.size;
        numbers.set(name, number);
        return number;
      },
      add(scan, result, own) {
        table.add(own ? rowOfAggregate(result, scan, own) : rowOf(result, scan, lines), result, own?.reason);
      },
    };
    return {
      sink,
      close(done: readonly ReadScan[], aliases: Time['aliases']): Time {
        const byName = new Map(withoutTwins(done).map((scan) => [scan.name, scan]));
        for (const name of byName.keys()) sink.scan(name);
        return { scans: [...numbers.keys()].flatMap((name) => byName.get(name) ?? []), table, aliases };
      },
    };
  };
  const read = async (all: readonly Scan[]): Promise<Time> => {
    const time = timeOf(store.today);
    const done: ReadScan[] = [];
    const aliases: (readonly string[])[] = [];
    const runs: Reading['runsOf'] = (file, of) => runsOf(file, of, folder, (more) => aliases.push(...more));
    // By name, so that no order of inputs changes anything.
    for (const scan of [...all].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      signal.throwIfAborted();
      done.push(...readScan(scan, { places, sink: time.sink, runsOf: runs }));
      await turn();
    }
    return time.close(done, aliases);
  };
  const readBaseline = async (file: string): Promise<Time> => {
    const time = timeOf(store.before);
    const aliases: (readonly string[])[] = [];
    const done = readAggregate(file, time.sink, (more) => aliases.push(...more));
    await turn();
    return time.close(done, aliases);
  };
  const before = baseline === undefined ? undefined : await readBaseline(baseline);
  const today = withTools(await read(scans), before);
  const judgement = judge({
    rows: today.table,
    scans: today.scans.map(({ name, form, complete, failures, left }) => ({
      name,
      ...(form !== undefined && { form }),
      whole: complete && failures.length === 0 && !left,
    })),
    ...(before && { baseline: { rows: before.table, scans: before.scans, aliases: before.aliases } }),
    aliases: today.aliases,
    gone: (file) => !existsSync(path.join(checkout, file)),
    settings,
    incomplete: today.scans.some(({ complete }) => !complete),
  });
  return { judgement, store, today, before };
}

/** A scan that has no report now is of the tool that it was of: so are the results that are carried on. */
function withTools(today: Time, before: Time | undefined): Time {
  const then = new Map(before?.scans.map((scan) => [scan.name, scan]));
  const scans = today.scans.map((scan) => {
    const earlier = then.get(scan.name);
    if (scan.tool !== '' || !earlier) return scan;
    const { tool, version, form } = earlier;
    return { ...scan, tool, ...(version !== undefined && { version }), ...(form !== undefined && { form }) };
  });
  return { ...today, scans };
}
