import { type Failure, logMark, MARK, type Rule, runMark } from '@actions-aws/findings';
import type { Decisions } from '../gate/decisions.ts';
import type { Store } from '../store/store.ts';
import { type Decision, newDecisions } from './decision.ts';
import { type Carried, entriesOf, type LentEntries, type RunsByScan } from './entries.ts';
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

/** The same without what is spilled, in a form that another thread can read. */
export interface Contents {
  /** By name, each with what stands before its results and behind them. */
  readonly runs: readonly { readonly opening: string; readonly closing: string }[];
  readonly entries: LentEntries;
  /** By the numbers that entries name. */
  readonly decisions: readonly Decision[];
  /** By the numbers of findings, as `createIdentities` writes them. */
  readonly identities: Uint32Array;
  /** What stands behind all runs. */
  readonly end: string;
}

/** Works out all that is written besides what is spilled. */
export function contentsOf({ store, decided, scans, scansBefore, verdict, aliases }: Aggregate): Contents {
  const runs = runsOf(scans, scansBefore);
  const places = new Map(runs.map(({ name }, place) => [name, place]));
  const byScan = {
    today: scans.map(({ name }) => places.get(name)!),
    before: scansBefore.map(({ name }) => places.get(name)!),
  };
  const decisions = newDecisions();
  const carried = [...decided.carried()];
  const entries = entriesOf(store, decided, carried, byScan, decisions);
  const rules = rulesByRun(store, carried, byScan, runs.length);
  return {
    runs: runs.map((run, place) => ({
      opening: openingOf(run, descriptorsOf(rules[place]!)),
      closing: closingOf(run),
    })),
    entries,
    decisions: decisions.list,
    identities: decided.identities,
    end: `],"properties":${JSON.stringify({ [MARK]: logMark({ verdict, aliases }) })}}\n`,
  };
}

/** All scans of today and those of which the baseline's results are carried on, by name. */
function runsOf(scans: readonly ScanToWrite[], before: readonly ScanToWrite[]): readonly ScanToWrite[] {
  const byName = new Map([...before, ...scans].map((scan) => [scan.name, scan]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The rules of the results of each run. */
function rulesByRun(
  { today, before, rules }: Store,
  carried: Carried,
  byScan: RunsByScan,
  runs: number,
): readonly Iterable<Rule>[] {
  const numbers = Array.from({ length: runs }, () => new Set<number>());
  for (const { scan, ruleNumber } of today.sorts()) numbers[byScan.today[scan]!]!.add(ruleNumber);
  for (const [, row] of carried) numbers[byScan.before[before.scan(row)]!]!.add(before.ruleNumber(row));
  return numbers.map((its) => [...its].map((number) => rules.list[number]!));
}

function openingOf({ tool, version }: ScanToWrite, rules: readonly string[]): string {
  const driver = JSON.stringify({ name: tool === '' ? 'unknown' : tool, ...(version !== undefined && { version }) });
  return `{"tool":{"driver":${driver.slice(0, -1)},"rules":[${rules.join(',')}]}},"results":[`;
}

function closingOf({ name, form, complete, left, failures }: ScanToWrite): string {
  const more = { ...(form !== undefined && { form }), ...(left && { left }) };
  const mark = { ...runMark({ scan: name, complete, failures }), ...more };
  return `],"automationDetails":{"id":${JSON.stringify(`${name}/`)}},"properties":${JSON.stringify({ [MARK]: mark })}}`;
}
