import process from 'node:process';
import type { CancelSweep } from './cancellations.ts';
import { type FaultCase, type FaultSweep, tellingFaults } from './faults.ts';
import type { OutageSweep } from './outages.ts';
import { everyCancellation, type SignalSweep } from './processes/every-cancellation.ts';
import { type CrashSweep, everyCrashPoint } from './processes/every-crash-point.ts';
import { everyFault } from './processes/every-fault.ts';
import { type Sampling, type Scope, sampleOf, scopeOf } from './sample.ts';
import { everyCancellationStepped } from './stepped/every-cancellation.ts';
import { everyCrashPointStepped, type SteppedCrashSweep } from './stepped/every-crash-point.ts';
import { everyFaultStepped } from './stepped/every-fault.ts';
import { everyOutageStepped } from './stepped/every-outage.ts';
import type { Sweep, Trial, World } from './trial.ts';

/** A trial, and the ways in which it is swept: by each runner, and what it is disturbed by. A way that is missing is not tried. */
export interface Swept<W extends World> {
  readonly trial: Trial<W>;
  /** In this process, on a stepped clock: a fraction of a second for each case. */
  readonly steps?: {
    readonly crashes?: SteppedCrashSweep;
    readonly faults?: FaultSweep;
    readonly outages?: OutageSweep;
    readonly cancellations?: CancelSweep;
  };
  /** By the bundle, which is what only a process and a wire can show: some seconds for each case. */
  readonly processes?: {
    readonly crashes?: CrashSweep;
    readonly faults?: FaultSweep;
    readonly cancellations?: SignalSweep;
  };
}

/** How many cases of each sweep are tried, by the runner; a runner that is missing is left out. */
export interface Budget {
  readonly steps?: number;
  readonly processes?: number;
}

/** A row for `test.each`: what is swept, in words, and how. */
export type SweepRow = readonly [name: string, run: () => Promise<Sweep>];

/**
 * The sweeps of an action, one row each. Each tries as many cases as the budget says, drawn by the commit, and says on the
 * console how many of how many; under `npm run prove` it tries all of them.
 */
export function sweepsOf<W extends World>(table: readonly Swept<W>[], budget: Budget): readonly SweepRow[] {
  const rows: SweepRow[] = [];
  const add = <Options extends Sampling>(
    name: string,
    most: number | undefined,
    options: Options | undefined,
    run: (options: Options) => Promise<Sweep>,
  ) => {
    if (most === undefined || !options) return;
    rows.push([name, async () => told(name, await run({ most, ...options }))]);
  };
  for (const { trial, steps, processes } of table) {
    const { name } = trial;
    add(`${name}, killed`, budget.steps, steps?.crashes, (how) => everyCrashPointStepped(trial, how));
    add(`${name}, with faults`, budget.steps, steps?.faults, (how) => everyFaultStepped(trial, how));
    add(`${name}, with outages`, budget.steps, steps?.outages, (how) => everyOutageStepped(trial, how));
    add(`${name}, cancelled`, budget.steps, steps?.cancellations, (how) => everyCancellationStepped(trial, how));
    const bundled = `${name}, by the bundle`;
    add(`${bundled}, killed`, budget.processes, processes?.crashes, (how) => everyCrashPoint(trial, how));
    add(`${bundled}, with faults`, budget.processes, processes?.faults, (how) => everyFault(trial, how));
    add(`${bundled}, cancelled`, budget.processes, processes?.cancellations, (how) => everyCancellation(trial, how));
  }
  return rows;
}

/**
 * Rows that have their turn where a run has no time for all: so many, drawn by the commit, and where these are enough one of each trial among
 * them. What is left out is said on the console. Under `npm run prove` all of them.
 */
export function inTurn(
  rows: readonly SweepRow[],
  most: number,
  scope: Scope = scopeOf(),
  tell: (line: string) => void = (line) => process.stdout.write(line),
): readonly SweepRow[] {
  const trials = new Set(rows.map(trialOf));
  const kinds = (row: SweepRow) => (most < trials.size ? [] : [trialOf(row)]);
  const taken = sampleOf(rows, { most, of: 'rows in turn', name: ([name]) => name, kinds }, scope);
  const left = rows.filter((row) => !taken.includes(row)).map(([name]) => name);
  if (left.length > 0) {
    const turn = `${taken.length} of ${rows.length} sweeps have their turn, SWEEP_SEED=${scope.seed}`;
    tell(`${turn}; not these: ${left.join('; ')}\n`);
  }
  return taken;
}

/** The trial of a row, without what it is disturbed by. */
function trialOf([name]: SweepRow): string {
  return name.slice(0, name.lastIndexOf(', '));
}

/**
 * What an extended run has time for of trials that differ in some calls from one that it tries in full: what the bundle does, and what lasts of
 * the faults or strikes reads, is the same there. Under `npm run prove` they are as they were.
 */
export function inBrief<W extends World>(table: readonly Swept<W>[]): readonly Swept<W>[] {
  if (scopeOf().isWhole) return table;
  return table.map(({ trial, steps = {} }) => {
    if (!steps.faults) return { trial, steps };
    return { trial, steps: { ...steps, faults: { choose: tellingOrAll, ...steps.faults } } };
  });
}

/** Trials without signals to the bundle, which the steps cancel at each call as well. Under `npm run prove` they are as they were. */
export function withoutSignals<W extends World>(table: readonly Swept<W>[]): readonly Swept<W>[] {
  if (scopeOf().isWhole) return table;
  return table.map(({ processes: { cancellations: _, ...processes } = {}, ...rest }) => ({ ...rest, processes }));
}

/** Of what writes nothing, such as a promotion that is rejected, no fault tells more than another. */
function tellingOrAll(cases: readonly FaultCase[]): readonly FaultCase[] {
  const chosen = tellingFaults(cases);
  return chosen.length > 0 ? chosen : cases;
}

/** Says what a sweep tried: a sample is never taken for the whole. */
function told(name: string, sweep: Sweep): Sweep {
  const { tried, of, seconds, failures } = sweep;
  // Where all are tried, the seed decides what a world leaves to chance.
  const seed = tried < of || failures.length > 0 ? `, SWEEP_SEED=${scopeOf().seed}` : '';
  const wrong = failures.length > 0 ? `, ${failures.length} complaints` : '';
  process.stdout.write(`${name}: ${tried} of ${of} cases in ${seconds.toFixed(1)} s${seed}${wrong}\n`);
  return sweep;
}
