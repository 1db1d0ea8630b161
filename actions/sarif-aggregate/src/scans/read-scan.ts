import type { Places } from '@actions-aws/action';
import type { Failure, NormalResult, PlainResult } from '@actions-aws/findings';
import type { Scan } from '../inputs/scan.ts';
import { disagreement, isOneTool, severalTools } from './agree.ts';
import { filesOf, shown } from './find.ts';
import { failuresOfOutcome, isRead } from './outcome.ts';
import {
  isFailure,
  isPlain,
  type KeptResult,
  type PlainOfRun,
  type ResultOfRun,
  type RunOfReport,
} from './run-of-report.ts';

/** A scan as it was read: one that the workflow names, or one that an aggregate among them holds. */
export interface ReadScan {
  readonly name: string;
  /** As the report names it; empty where none says so. */
  readonly tool: string;
  readonly version?: string;
  readonly form?: string;
  /** Why it is not whole; of a `partial` one the workflow may say that it is enough. */
  readonly failures: readonly Failure[];
  /** Whether it counts as complete. */
  readonly complete: boolean;
  /** Whether it is optional, and there is none. */
  readonly left: boolean;
}

/** Takes the results of scans as they are read, and keeps them. */
export interface Sink {
  /** The number of a scan, by its name. */
  scan(name: string): number;
  add(scan: number, result: NormalResult, kept?: KeptResult): void;
  addPlain(scan: number, plain: PlainResult): void;
}

/** What reading needs beside the scan. */
export interface Reading {
  readonly places: Places;
  readonly sink: Sink;
  /** The runs of one report. Throws UnreadableReport. */
  runsOf(file: string, scan: Scan): Iterable<RunOfReport>;
}

/** Reads all reports of a scan. It never throws for what is in a report: that makes the scan incomplete, and the others are read. */
export function readScan(scan: Scan, reading: Reading): readonly ReadScan[] {
  const { files, failures } = filesOf(scan, reading.places);
  const own = openScan(scan.name, reading.sink);
  const others: ReadScan[] = [];
  if (isRead(scan)) {
    own.fail(...failures);
    for (const file of files) readFile(file, scan, own, others, reading);
  }
  own.fail(...failuresOfOutcome(scan, { files: files.length, reasons: own.reasons + others.length }));
  const left = files.length === 0 && own.failures.length === 0;
  // The name of a scan whose only report is an aggregate stands for the scans in it.
  if (others.length > 0 && own.tools.length === 0 && own.failures.length === 0) return others;
  return [readOf(scan, own, left), ...others];
}

interface OpenScan {
  readonly number: number;
  readonly tools: string[];
  readonly failures: Failure[];
  version: string | undefined;
  form: string | undefined;
  /** How many of its results may be why its step failed. */
  reasons: number;
  fail(...failures: readonly Failure[]): void;
}

/** Failures of one scan that are told; a tool may write a million of them. */
const MOST_FAILURES = 100;

function openScan(name: string, sink: Sink): OpenScan {
  const failures: Failure[] = [];
  const told = new Set<string>();
  return {
    get number() {
      return sink.scan(name);
    },
    tools: [],
    failures,
    version: undefined,
    form: undefined,
    reasons: 0,
    fail(...more) {
      for (const failure of more) {
        // The first that no workflow may allow is told in any case: it decides.
        const isFull = failures.length >= MOST_FAILURES && !(failure.kind !== 'partial' && failures.every(isPartial));
        if (isFull || told.has(failure.message)) continue;
        told.add(failure.message);
        failures.push(failure);
      }
    },
  };
}

function isPartial({ kind }: Failure): boolean {
  return kind === 'partial';
}

function readFile(file: string, scan: Scan, own: OpenScan, others: ReadScan[], reading: Reading): void {
  try {
    for (const run of reading.runsOf(file, scan)) {
      if (run.scan) {
        // Under a tool's name an aggregate has that tool's scans alone; one that had no report is of no tool.
        const wrong = run.tool === '' ? undefined : disagreement(scan.name, run.tool);
        if (wrong) own.fail(wrong);
        others.push(readOther(run, scan, reading.sink));
      } else readRun(run, scan, own, reading.sink);
    }
  } catch (error) {
    own.fail(unreadable(error, file, reading.places));
  }
}

function readRun(run: RunOfReport, scan: Scan, own: OpenScan, sink: Sink): void {
  const wrong = disagreement(scan.name, run.tool);
  if (wrong) {
    own.fail(wrong);
    return;
  }
  const [first] = own.tools;
  if (first !== undefined && !isOneTool(first, run.tool)) {
    own.fail(severalTools([...new Set([...own.tools, run.tool])].sort()));
    return;
  }
  own.tools.push(run.tool);
  own.version ??= run.version;
  own.form ??= run.form;
  own.fail(...run.failures);
  const { number } = own;
  for (const one of run.results()) {
    if (isFailure(one)) own.fail(one);
    else {
      if (isPlain(one)) sink.addPlain(number, one.plain);
      else sink.add(number, one.result, one.kept);
      if (mayBeWhy(one)) own.reasons += 1;
    }
  }
}

function mayBeWhy(one: ResultOfRun | PlainOfRun): boolean {
  if (isPlain(one)) return one.plain.sort.severity.word !== 'none';
  const { severity, suppressed } = one.result;
  return suppressed === undefined && severity.word !== 'none';
}

/** A scan of an aggregate keeps its name, and what it was. */
function readOther(run: RunOfReport, { partial }: Scan, sink: Sink): ReadScan {
  const { name = '', complete = false, left = false } = run.scan ?? {};
  const own = openScan(name, sink);
  own.fail(...run.failures);
  let isBroken = false;
  try {
    for (const one of run.results()) {
      if (isFailure(one)) own.fail(one);
      else if (isPlain(one)) sink.addPlain(own.number, one.plain);
      else sink.add(own.number, one.result, one.kept);
    }
  } catch (error) {
    isBroken = true;
    own.fail(unreadable(error));
  }
  return {
    name,
    tool: run.tool,
    ...(run.version !== undefined && { version: run.version }),
    ...(run.form !== undefined && { form: run.form }),
    failures: own.failures,
    complete:
      !isBroken && (complete || (partial === 'warn' && own.failures.length > 0 && own.failures.every(isPartial))),
    left,
  };
}

function readOf(scan: Scan, own: OpenScan, left: boolean): ReadScan {
  const { failures, version, form } = own;
  return {
    name: scan.name,
    tool: own.tools[0] ?? '',
    ...(version !== undefined && { version }),
    ...(form !== undefined && { form }),
    failures,
    complete: failures.every((failure) => isPartial(failure) && scan.partial === 'warn'),
    left,
  };
}

/** Only the message is passed on: a report may hold secrets, and what we throw ourselves quotes nothing of it. */
function unreadable(error: unknown, file?: string, places?: Places): Failure {
  const where = file !== undefined && places ? `\`${shown(file, places)}\` cannot be read: ` : 'It cannot be read: ';
  if (isToldOfReport(error)) {
    return { kind: 'unreadable', message: `${where}${uncapitalised(error.message)}` };
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (typeof code === 'string' && code.startsWith('E')) return { kind: 'unreadable', message: `${where}${code}.` };
  throw error;
}

/** Whether an error says what is wrong with a report, and quotes nothing of it. */
export function isToldOfReport(error: unknown): error is Error {
  return error instanceof Error && ['UnreadableReport', 'UnknownMark'].includes(error.name);
}

function uncapitalised(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Scans of one name, as several aggregates may hold, cannot be told apart: all of them are incomplete. */
export function withoutTwins(scans: readonly ReadScan[]): readonly ReadScan[] {
  const byName = new Map<string, ReadScan>();
  for (const scan of scans) {
    const twin = byName.get(scan.name);
    if (!twin) byName.set(scan.name, scan);
    else {
      const failure: Failure = {
        kind: 'unreadable',
        message: 'Several reports hold a scan of this name.',
        hint: 'Give each scan a name of its own, such as `trivy/api` and `trivy/web`.',
      };
      byName.set(scan.name, { ...twin, complete: false, failures: [...twin.failures, failure] });
    }
  }
  return [...byName.values()];
}
