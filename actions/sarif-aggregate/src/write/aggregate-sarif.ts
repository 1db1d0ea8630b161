import { type Failure, FINGERPRINT, logMark, MARK, type Rule, runMark, suppressionFor } from '@actions-aws/findings';
import type { Store } from '../store/store.ts';
import type { Decided } from './decided.ts';
import { type Gathered, gathering } from './gathered.ts';
import { type Entries, entriesOf, inOrder } from './order.ts';
import { descriptorsOf } from './rules.ts';
import { inWindows, type Spot } from './window.ts';

/** A run of the aggregate: one scan. */
export interface ScanToWrite {
  readonly name: string;
  readonly tool: string;
  readonly version?: string;
  readonly form?: string;
  readonly complete: boolean;
  readonly left?: boolean;
  readonly failures: readonly Failure[];
}

/** All that the aggregate says. */
export interface Aggregate {
  readonly store: Store;
  readonly decided: Decided;
  readonly verdict: string;
  /** Of today, in the order of their numbers in rows. */
  readonly scans: readonly ScanToWrite[];
  /** Of the baseline, in the order of their numbers in its rows. */
  readonly scansBefore: readonly ScanToWrite[];
  /** Ids of advisories that were named together. */
  readonly aliases: readonly (readonly string[])[];
}

const LINE_FEED = 0x0a;

/**
 * The aggregate as SARIF, in pieces: the same bytes for the same results, however they came and in any order. Each result is on
 * a line of its own.
 */
export function* aggregateSarif(aggregate: Aggregate): Generator<Uint8Array> {
  const { store, decided, scans, scansBefore, verdict, aliases } = aggregate;
  const runs = runsOf(scans, scansBefore);
  const places = new Map(runs.map(({ name }, place) => [name, place]));
  const entries = entriesOf(store, decided, {
    today: scans.map(({ name }) => places.get(name)!),
    before: scansBefore.map(({ name }) => places.get(name)!),
  });
  const tails = (entry: number) => closing(aggregate, entries, entry);
  const order = inOrder(store, entries, tails);
  const rules = rulesByRun(store, entries, runs.length);
  const out = gathering();
  out.text('{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[');
  const spots = inWindows(
    store.spill,
    order.map((entry) => entries.spilled[entry]!),
  );
  let at = 0;
  for (const [place, run] of runs.entries()) {
    out.text(`${place === 0 ? '' : ','}\n${opening(run, descriptorsOf(rules[place]!))}`);
    for (let first = true; at < order.length && entries.run[order[at]!] === place; at += 1, first = false) {
      const { value } = spots.next();
      out.text(first ? '\n' : ',\n');
      writeResult(out, value as Spot, aggregate, entries, order[at]!);
      if (out.isFull) yield out.take();
    }
    out.text(`],"automationDetails":{"id":${JSON.stringify(`${run.name}/`)}},"properties":${bagOf(run)}}`);
    if (out.isFull) yield out.take();
  }
  out.text(`],"properties":${JSON.stringify({ [MARK]: logMark({ verdict, aliases }) })}}\n`);
  yield out.take();
}

/** All scans of today and those of which the baseline's results are carried on, by name. */
function runsOf(scans: readonly ScanToWrite[], before: readonly ScanToWrite[]): readonly ScanToWrite[] {
  const byName = new Map([...before, ...scans].map((scan) => [scan.name, scan]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function rulesByRun({ today, before, rules }: Store, entries: Entries, runs: number): readonly Iterable<Rule>[] {
  const numbers = Array.from({ length: runs }, () => new Set<number>());
  for (let entry = 0; entry < entries.length; entry += 1) {
    const row = entries.rowOf(entry);
    numbers[entries.run[entry]!]!.add((entries.isCarried(entry) ? before : today).ruleNumber(row));
  }
  return numbers.map((its) => [...its].map((number) => rules.list[number]!));
}

function opening({ tool, version }: ScanToWrite, rules: readonly string[]): string {
  const driver = JSON.stringify({ name: tool === '' ? 'unknown' : tool, ...(version !== undefined && { version }) });
  return `{"tool":{"driver":${driver.slice(0, -1)},"rules":[${rules.join(',')}]}},"results":[`;
}

function bagOf({ name, form, complete, left, failures }: ScanToWrite): string {
  const more = { ...(form !== undefined && { form }), ...(left && { left }) };
  const mark = { ...runMark({ scan: name, complete, failures }), ...more };
  return JSON.stringify({ [MARK]: mark });
}

/** Adds what was decided to what was spilled: both are members of JSON objects, ours first in each. */
function writeResult(
  out: Gathered,
  { bytes, start, end }: Spot,
  aggregate: Aggregate,
  entries: Entries,
  entry: number,
): void {
  const { store, decided } = aggregate;
  const finding = entries.finding[entry]!;
  const row = entries.rowOf(entry);
  const isCarried = entries.isCarried(entry);
  const state = isCarried ? 'absent' : decided.state(row);
  const endOfMark = bytes.indexOf(LINE_FEED, start);
  const fingerprints = segment(bytes, endOfMark + 1);
  const suppressions = segment(bytes, fingerprints.end + 1);
  const properties = segment(bytes, suppressions.end + 1);
  const identity = decided.identity(finding);
  out.text(
    `{"baselineState":"${state}","correlationGuid":"${decided.guid(finding)}","fingerprints":{"${FINGERPRINT}":"${identity}"`,
  );
  rest(out, bytes, fingerprints);
  out.text(`},"properties":{"${MARK}":{`);
  out.bytes(bytes, start, endOfMark);
  out.text(closing(aggregate, entries, entry));
  rest(out, bytes, properties);
  const fate = isCarried ? (store.before.toldFate(row) ?? 'open') : decided.fate(row);
  const isOurs = fate === 'accepted' || fate === 'excluded';
  if (isOurs || suppressions.end > suppressions.start) {
    out.text('},"suppressions":[');
    if (isOurs) out.text(JSON.stringify(suppressionFor(fate, reasonOf(aggregate, entries, entry))));
    if (isOurs) rest(out, bytes, suppressions);
    else out.bytes(bytes, suppressions.start, suppressions.end);
    out.text('],');
  } else out.text('},');
  out.bytes(bytes, properties.end + 1, end);
  out.text('}');
}

/** Of our mark what is decided anew each time. */
function closing(aggregate: Aggregate, entries: Entries, entry: number): string {
  const { store, decided } = aggregate;
  const row = entries.rowOf(entry);
  const isCarried = entries.isCarried(entry);
  const fate = isCarried ? (store.before.toldFate(row) ?? 'open') : decided.fate(row);
  const state = isCarried ? 'absent' : decided.state(row);
  if (fate === 'open') return `,"state":"${state}","fate":"open"}`;
  return `,"state":"${state}","fate":"${fate}","reason":${JSON.stringify(reasonOf(aggregate, entries, entry))}}`;
}

function reasonOf({ store, decided }: Aggregate, entries: Entries, entry: number): string {
  const row = entries.rowOf(entry);
  return entries.isCarried(entry) ? store.words.text(store.before.toldReason(row)) : decided.reason(row);
}

interface Segment {
  readonly start: number;
  readonly end: number;
}

/** A line. Most are empty. */
function segment(bytes: Buffer, start: number): Segment {
  return { start, end: bytes[start] === LINE_FEED ? start : bytes.indexOf(LINE_FEED, start) };
}

function rest(out: Gathered, bytes: Buffer, { start, end }: Segment): void {
  if (end === start) return;
  out.text(',');
  out.bytes(bytes, start, end);
}
