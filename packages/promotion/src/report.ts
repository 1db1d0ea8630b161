import { bold, prose, type Summary, type Text, took, UserError } from '@actions-aws/action';
import type { Failure } from './failure.ts';
import { isGreen, type Outcome } from './outcome.ts';
import type { Done } from './participant.ts';

/** The end of one participant, worked out once: log, outputs, report and summary are told from it. */
export interface End<Step = unknown> {
  /** How outputs by participant call it, such as `search-api`. */
  readonly key: string;
  /** Its pointer, as people write it, such as `search-api:live`. */
  readonly name: string;
  readonly outcome: Outcome;
  /** What the pointer held before; empty where there was none. */
  readonly previous: string;
  /** Where its users are now, in a sentence. */
  readonly usersReach: string;
  /** Why it is red, and what to do; nothing when it is green. */
  readonly failure: Failure | undefined;
  readonly planned: readonly Step[];
  readonly done: readonly Done<Step>[];
}

/** The only end of a run, where there is one; outputs for one participant stay empty where there are several. */
export function onlyOf<One>(ends: readonly One[]): One | undefined {
  return ends.length === 1 ? ends[0] : undefined;
}

/** A value of each participant, by its key, as outputs have it. */
export function byKey<One extends End, Value>(ends: readonly One[], value: (end: One) => Value): Record<string, Value> {
  return Object.fromEntries(ends.map((end) => [end.key, value(end)]));
}

/** What the output `report` says of every participant, whatever its domain. Nothing is empty text: what is not known is null. */
export function reportOfEnd(end: End) {
  return { ...headOfReport(end), previousVersion: end.previous || null, ...stepsOfReport(end) };
}

/** How a report begins. */
export function headOfReport({ outcome, failure, usersReach }: Pick<End, 'outcome' | 'failure' | 'usersReach'>) {
  return { outcome, code: failure?.code ?? null, message: failure?.message ?? null, usersReach };
}

/** What a report says of steps: those that were planned, and how each that was applied went. */
export function stepsOfReport<Step>({ planned, done }: Pick<End<Step>, 'planned' | 'done'>) {
  return {
    planned,
    steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
  };
}

/** The end of a rollback of one participant, which is told in a sentence. */
export interface EndBack<Step> extends End<Step> {
  readonly sentence: string;
  readonly warnings: readonly string[];
}

/** How the summary of a rollback begins: what went from where to where, how it ended, and where users are. */
export function summarizeBack<Step>(
  { outcome, name, previous, failure, sentence, usersReach }: EndBack<Step>,
  current: string,
  summary: Summary,
): void {
  const way = previous === current || current === '' ? previous : `${previous} → ${current}`;
  summary.heading(`${signOf(outcome, 'rollback')} ${name} ${way} ${outcome}`);
  summary.paragraph(failure ? inProse(failure) : prose(sentence));
  summary.paragraph(bold(usersReach));
}

/** What the output `report` says of the whole run, whatever its domain. */
export function reportOfRun(run: {
  readonly outcome: Outcome;
  readonly failure: Failure | undefined;
  readonly cutoverWindowMs: number | undefined;
  readonly skipped: readonly object[];
}) {
  return {
    outcome: run.outcome,
    code: run.failure?.code ?? null,
    message: run.failure?.message ?? null,
    cutoverWindowMs: run.cutoverWindowMs ?? null,
    skipped: run.skipped,
  };
}

/**
 * Why a run of several is red: the one that ended worst speaks for all, and of those the one whose failure it is. One
 * verdict over all of them is no single one's, and stays without a name.
 */
export function failureOfRun(outcome: Outcome, ends: readonly End[]): Failure | undefined {
  const failed = ends.filter(({ failure }) => failure !== undefined);
  const worst = failed.filter((end) => end.outcome === outcome);
  const candidates = worst.length > 0 ? worst : failed;
  const told = candidates.find(({ failure }) => failure?.of !== 'another') ?? candidates[0];
  if (!told?.failure || ends.length === 1 || told.failure.of === 'all') return told?.failure;
  return { ...told.failure, message: `${told.key}: ${told.failure.message}` };
}

/** A failure as the error that makes the run red. */
export function asError({ message, hint, code }: Failure): UserError {
  return new UserError(message, { code, ...(hint && { hint }) });
}

/** A failure as the summary has it: what is wrong, and what to do. */
export function inProse({ message, hint = '' }: Failure): Text {
  return prose(`${message} ${hint}`.trim());
}

/** The table of what was done, or of what would have been; nothing where there is neither. */
export function summarizeSteps<Step>(
  ends: readonly Pick<End<Step>, 'outcome' | 'planned' | 'done'>[],
  inWords: (step: Step, index: number) => string,
  summary: Summary,
): void {
  const rows = ends.flatMap(({ outcome, planned, done }, index) =>
    outcome === 'planned' || done.length === 0
      ? planned.map((step) => [capital(inWords(step, index)), 'not done', ''])
      : done.map(({ step, problem, durationMs }) => [
          capital(inWords(step, index)),
          problem ? '✗' : '✓',
          took(durationMs),
        ]),
  );
  if (rows.length > 0) summary.table(['Step', 'Result', 'Took'], rows);
}

/** The sign of an outcome at the head of a summary. */
export function signOf(outcome: Outcome, purpose: 'promote' | 'rollback'): string {
  if (outcome === 'planned') return '📝';
  if (!isGreen(outcome, purpose)) return '❌';
  return outcome === 'rolled-back' ? '⏪' : '✅';
}

/** A text as the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
