import { type Failure, FINGERPRINT, logMark, MARK, type Rule, runMark, suppressionFor } from '@actions-aws/findings';
import type { Decisions } from '../gate/decisions.ts';
import { CAUSES, type Cause } from '../gate/settings.ts';
import { type Gathered, gathering } from '../store/gathered.ts';
import { type Fate, STATES, type State } from '../store/rows.ts';
import { BEFORE_MARK } from '../store/spilled.ts';
import type { Store } from '../store/store.ts';
import { inWindows, type Spot } from '../store/window.ts';
import { type Entries, entriesOf, inOrder } from './order.ts';
import { descriptorsOf } from './rules.ts';

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
  readonly decided: Decisions;
  readonly verdict: string;
  /** Of today, in the order of their numbers in rows. */
  readonly scans: readonly ScanToWrite[];
  /** Of the baseline, in the order of their numbers in its rows. */
  readonly scansBefore: readonly ScanToWrite[];
  /** Ids of advisories that were named together. */
  readonly aliases: readonly (readonly string[])[];
}

const LINE_FEED = 0x0a;
const COMMA = 0x2c;

/**
 * The aggregate as SARIF, in pieces, each good until the next is asked for: the same bytes for the same results, however they came and in any order. Each result is on
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
  const tails = (entry: number) => decision(aggregate, entries, entry);
  const order = inOrder(store, decided, entries, tails);
  const rules = rulesByRun(store, entries, runs.length);
  const out = gathering();
  out.text('{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[');
  const spots = inWindows(
    store.spill,
    order.map((entry) => entries.spilled[entry]!),
    { memory: store.memory },
  );
  let at = 0;
  for (const [place, run] of runs.entries()) {
    out.text(`${place === 0 ? '' : ','}\n${opening(run, descriptorsOf(rules[place]!))}`);
    for (let first = true; at < order.length && entries.run[order[at]!] === place; at += 1, first = false) {
      const { value } = spots.next();
      if (!first) out.byte(COMMA);
      out.byte(LINE_FEED);
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

/** Adds what was decided to what was spilled. Most results have neither fingerprints nor suppressions: they are two pieces. */
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
  const fate = isCarried ? (store.before.toldFate(row) ?? 'open') : decided.fate(row);
  const isOurs = fate === 'accepted' || fate === 'excluded';
  const isPlain = bytes[start] === LINE_FEED && bytes[start + 1] === LINE_FEED;
  writeBytes(out, HEADS[state]);
  decided.writeGuid(finding, out);
  writeBytes(out, BEFORE_IDENTITY);
  decided.writeIdentity(finding, out);
  if (isPlain && fate === 'open') {
    writeBytes(out, TAILS[state][(isCarried ? undefined : decided.cause(row)) ?? 'none']);
    out.bytes(bytes, start + 2, end);
    return;
  }
  const tail = `${BEFORE_MARK}${decision(aggregate, entries, entry)},`;
  const endOfFingerprints = bytes.indexOf(LINE_FEED, start);
  const endOfSuppressions = bytes.indexOf(LINE_FEED, endOfFingerprints + 1);
  const hasSuppressions = endOfSuppressions > endOfFingerprints + 1;
  out.text('"');
  if (endOfFingerprints > start) out.text(',');
  out.bytes(bytes, start, endOfFingerprints);
  out.text('},');
  if (isOurs || hasSuppressions) {
    out.text('"suppressions":[');
    if (isOurs) out.text(JSON.stringify(suppressionFor(fate, reasonOf(aggregate, entries, entry))));
    if (isOurs && hasSuppressions) out.text(',');
    out.bytes(bytes, endOfFingerprints + 1, endOfSuppressions);
    out.text('],');
  }
  out.text(tail);
  out.bytes(bytes, endOfSuppressions + 1, end);
}

/** What stands before the GUID, by state, and between it and the identity. */
const HEADS = byState((state) => Buffer.from(`{"baselineState":"${state}","correlationGuid":"`));
const BEFORE_IDENTITY = Buffer.from(`","fingerprints":{"${FINGERPRINT}":"`);

/** What follows the identity of a result that is open and has neither fingerprints nor suppressions, by state and why it blocks. */
const TAILS = byState((state) => {
  const tail = (cause: Cause | undefined) => Buffer.from(`"},${BEFORE_MARK}${decisionText(state, 'open', cause)},`);
  return {
    none: tail(undefined),
    ...(Object.fromEntries(CAUSES.map((cause) => [cause, tail(cause)])) as Record<Cause, Buffer>),
  };
});

function byState<Value>(of: (state: State) => Value): Readonly<Record<State, Value>> {
  return Object.fromEntries(STATES.map((state) => [state, of(state)])) as Record<State, Value>;
}

function writeBytes(out: Gathered, bytes: Buffer): void {
  out.bytes(bytes, 0, bytes.length);
}

function decisionText(state: State, fate: Fate, cause: Cause | undefined): string {
  return `"state":"${state}","fate":"${fate}"${cause === undefined ? '' : `,"blocks":"${cause}"`}`;
}

/** Of our mark what is decided anew each time. */
function decision(aggregate: Aggregate, entries: Entries, entry: number): string {
  const { store, decided } = aggregate;
  const row = entries.rowOf(entry);
  const isCarried = entries.isCarried(entry);
  const fate = isCarried ? (store.before.toldFate(row) ?? 'open') : decided.fate(row);
  const state = isCarried ? 'absent' : decided.state(row);
  const cause = isCarried ? undefined : decided.cause(row);
  const told = decisionText(state, fate, cause);
  return fate === 'open' ? told : `${told},"reason":${JSON.stringify(reasonOf(aggregate, entries, entry))}`;
}

function reasonOf({ store, decided }: Aggregate, entries: Entries, entry: number): string {
  const row = entries.rowOf(entry);
  return entries.isCarried(entry) ? store.words.text(store.before.toldReason(row)) : decided.reason(row);
}
