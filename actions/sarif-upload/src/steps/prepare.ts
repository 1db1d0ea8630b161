import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Failure, UnknownMark, UnreadableReport } from '@actions-aws/findings';
import { bestOf, type Rank } from '../plan/best.ts';
import { idOf, type Named } from '../plan/category.ts';
import { deliveriesOf } from '../plan/deliveries.ts';
import type { Hashes } from '../plan/fingerprint.ts';
import { LIMITS } from '../plan/limits.ts';
import { resultAs } from '../plan/result.ts';
import { rulesOf } from '../plan/rules.ts';
import type { Candidate, Counts, Reason } from '../plan/state.ts';
import type { ReportedRun, Reports } from '../reading/report.ts';
import { compressed, writeDocument } from './document.ts';
import { spoolAt } from './spool.ts';

/** An analysis as it is sent. */
export interface Prepared extends Named {
  readonly counts: Counts;
  /** The rules of results that have no place in the checkout, and how many each has. */
  readonly placeless: ReadonlyMap<string, number>;
  /** Of the compressed report that has it alone. */
  readonly bytes: number;
  /** The file with the run as JSON. */
  readonly path: string;
}

/** A run that is not sent, or a whole report; then its tool is empty. */
export interface Incomplete extends Named {
  readonly failures: readonly Failure[];
}

/** What is sent, in files on this machine. */
export interface Preparation {
  readonly analyses: readonly Prepared[];
  readonly incomplete: readonly Incomplete[];
  /** Scans of an aggregate that did not run: an empty analysis would close their alerts. */
  readonly notRun: readonly Named[];
  /** The analyses by the file in which they go. */
  readonly deliveries: readonly (readonly Prepared[])[];
  /** The folder with these files, as any other program could send them. */
  readonly folder: string;
}

/** What preparing needs. */
export interface Preparing {
  /** A folder of its own. */
  readonly temp: string;
  readonly hashes: Hashes;
  readonly signal: AbortSignal;
}

/** Between so many results the process looks whether it was cancelled. */
const AT_ONCE = 2_000;
/** So many failures of a run are told. */
const MOST_FAILURES = 10;

/** Writes what is sent, within GitHub's limits; nothing is asked of GitHub. */
export async function prepare(
  { runs, unreadable }: Pick<Reports, 'runs' | 'unreadable'>,
  preparing: Preparing,
): Promise<Preparation> {
  const { temp, signal } = preparing;
  const folder = join(temp, 'sarif');
  mkdirSync(folder, { recursive: true });
  const analyses: Prepared[] = [];
  const notRun = runs.filter(({ isLeft }) => isLeft).map(namedIn);
  const incomplete: Incomplete[] = unreadable.map((one) => ({ ...one, tool: '', category: '', run: 0 }));
  for (const run of runs.filter(({ isLeft }) => !isLeft)) {
    const surveyed = await survey(run, signal);
    if (surveyed.failures.length > 0) incomplete.push({ ...namedIn(run), failures: surveyed.failures });
    else analyses.push(await prepareRun(run, surveyed, join(temp, `run-${analyses.length + 1}`), preparing));
  }
  const deliveries = deliveriesOf(analyses);
  for (const [index, delivery] of deliveries.entries())
    await writeDocument(pathsOf(delivery), join(folder, `upload-${index + 1}.sarif`), signal);
  return { analyses, incomplete, notRun, deliveries, folder };
}

/** The files with the runs of a delivery. */
export function pathsOf(delivery: readonly Prepared[]): readonly string[] {
  return delivery.map(({ path }) => path);
}

function namedIn({ tool, category, file, run }: Named): Named {
  return { tool, category, file, run };
}

async function prepareRun(run: ReportedRun, surveyed: Surveyed, base: string, preparing: Preparing): Promise<Prepared> {
  const path = `${base}.json`;
  let { ranks } = surveyed;
  let bytes = await sizeOf(ranks);
  // The worst come first, so that what is cut off is the least.
  while (bytes > LIMITS.bytes && ranks.length > 0) {
    ranks = ranks.slice(0, Math.floor(Math.min(ranks.length - 1, ranks.length * (LIMITS.bytes / bytes) * 0.95)));
    bytes = await sizeOf(ranks);
  }
  const above = surveyed.open - ranks.length;
  const left = { ...surveyed.left, ...(above > 0 && { 'above a limit': above }) };
  const counts = { read: surveyed.read, sent: ranks.length, left };
  return { ...namedIn(run), counts, placeless: surveyed.placeless, bytes, path };

  async function sizeOf(kept: readonly Rank[]): Promise<number> {
    await writeRun(run, kept, base, preparing);
    return (await compressed([path], preparing.signal)).length;
  }
}

/** What a run has, read once. */
interface Surveyed {
  /** Why it does not show all that there is; none where it does. */
  readonly failures: readonly Failure[];
  readonly read: number;
  /** Results that may be sent. */
  readonly open: number;
  readonly left: Partial<Record<Reason, number>>;
  readonly placeless: ReadonlyMap<string, number>;
  /** The worst of them, worst first. */
  readonly ranks: readonly Rank[];
}

async function survey(run: ReportedRun, signal: AbortSignal): Promise<Surveyed> {
  const best = bestOf(LIMITS.results);
  const left: Partial<Record<Reason, number>> = {};
  const placeless = new Map<string, number>();
  const failures = [...run.failures];
  let read = 0;
  try {
    for (const [index, candidate] of run.candidates()) {
      read += 1;
      if (read % AT_ONCE === 0) await breathe(signal);
      if (!isCandidate(candidate)) {
        if (failures.length < MOST_FAILURES) failures.push(candidate);
        continue;
      }
      const { fate, blocks } = candidate;
      const { rule, place, severity } = candidate.result;
      if (fate === 'open') {
        const name = JSON.stringify([rule.id, place?.path, place?.line]);
        best.take({ blocks, severity: severity.word, name, index });
      } else {
        left[fate] = (left[fate] ?? 0) + 1;
        if (fate === 'no place') placeless.set(rule.id, (placeless.get(rule.id) ?? 0) + 1);
      }
    }
  } catch (error) {
    if (!(error instanceof UnreadableReport || error instanceof UnknownMark)) throw error;
    failures.push({ kind: 'unreadable', message: error.message });
  }
  return { failures, read, open: best.taken, left, placeless, ranks: best.kept() };
}

function isCandidate(one: Candidate | Failure): one is Candidate {
  return 'result' in one;
}

/** Writes a run with some of its results, worst first. */
async function writeRun(
  run: ReportedRun,
  kept: readonly Rank[],
  base: string,
  { hashes, signal }: Preparing,
): Promise<void> {
  const rules = rulesOf(run.skeleton.tool);
  const spool = spoolAt(`${base}.results`);
  const file = openSync(`${base}.json`, 'w');
  try {
    const wanted = new Set(kept.map(({ index }) => index));
    const places = new Map<number, ReturnType<typeof spool.add>>();
    for (const [index, candidate] of run.candidates(wanted)) {
      if (places.size % AT_ONCE === 0) await breathe(signal);
      if (!isCandidate(candidate)) continue;
      const { result } = candidate;
      places.set(index, spool.add(JSON.stringify(resultAs(result, rules.referTo(result), hashes))));
    }
    const id = run.category === '' ? undefined : idOf(run.category);
    const head = { tool: rules.tool(), ...(id !== undefined && { automationDetails: { id } }) };
    writeFileSync(file, `${JSON.stringify(head).slice(0, -1)},"results":[`);
    for (const [at, rank] of kept.entries()) {
      const place = places.get(rank.index);
      if (!place) throw new Error('A report changed while it was read.');
      if (at > 0) writeFileSync(file, ',');
      writeFileSync(file, spool.read(place));
    }
    writeFileSync(file, ']}');
  } finally {
    closeSync(file);
    spool.close();
  }
}

async function breathe(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await nextTurn();
  signal.throwIfAborted();
}

/** All results of all analyses, by what became of them. */
export function countsOf(analyses: readonly Pick<Prepared, 'counts'>[]): Counts {
  const left: Partial<Record<Reason, number>> = {};
  let read = 0;
  let sent = 0;
  for (const { counts } of analyses) {
    read += counts.read;
    sent += counts.sent;
    for (const [reason, count] of Object.entries(counts.left))
      left[reason as Reason] = (left[reason as Reason] ?? 0) + count;
  }
  return { read, sent, left };
}
