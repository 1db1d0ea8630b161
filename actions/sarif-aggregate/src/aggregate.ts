import { existsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Places } from '@actions-aws/action';
import { judge } from './gate/judge.ts';
import type { Judgement } from './gate/judgement.ts';
import type { Settings } from './gate/settings.ts';
import type { Scan } from './inputs/scan.ts';
import { sharesOf } from './scans/shares.ts';
import { machineOf, newTimeReader, type Time, type TimeReader } from './scans/time.ts';
import { newStore, type Store } from './store/store.ts';
import { startThread } from './threads/start-thread.ts';

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

/** What a run has besides what it is asked. */
export interface Context {
  readonly signal: AbortSignal;
  /** What {@link startThread} starts; without it, all is read by this thread. */
  readonly program?: string;
}

/** Reads all scans and the baseline, and judges. One bad scan ends nothing: it is reported, and so are the others. */
export async function aggregate(asked: Asked, context: Context): Promise<Aggregated> {
  const store = newStore(asked.places.temp);
  try {
    return { ...(await judged(asked, store, context)), close: store.remove };
  } catch (error) {
    store.remove();
    throw error;
  }
}

async function judged(asked: Asked, store: Store, context: Context): Promise<Omit<Aggregated, 'close'>> {
  const { baseline, settings, checkout, places } = asked;
  const machine = machineOf(checkout, places);
  const before = baseline === undefined ? undefined : await baselineIn(baseline, newTimeReader(store.before, machine));
  const today = withTools(await scansOf(asked, store, newTimeReader(store.today, machine), context), before);
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

async function baselineIn(file: string, reader: TimeReader): Promise<Time> {
  reader.readBaseline(file);
  await turn();
  return reader.time();
}

/** By name, so that no order of inputs changes anything; those that another thread reads come last in any case. */
async function scansOf(
  { scans, checkout, places }: Asked,
  store: Store,
  reader: TimeReader,
  { signal, program }: Context,
): Promise<Time> {
  const sorted = [...scans].sort((a, b) => (a.name < b.name ? -1 : 1));
  const { first, second } = program === undefined ? { first: sorted, second: [] } : sharesOf(sorted, places);
  const task = { does: 'read', scans: second, checkout, places, folder: store.spill.folder } as const;
  const thread = program !== undefined && second.length > 0 ? startThread(program, task, signal) : undefined;
  try {
    for (const scan of first) {
      signal.throwIfAborted();
      reader.read(scan);
      await turn();
    }
    if (thread) {
      const read = await thread.result;
      store.appendPart(read.store, reader.hear(read.heard));
    }
  } finally {
    await thread?.end();
  }
  return reader.time();
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
