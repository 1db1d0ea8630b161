import { type Clock, type Log, took } from '@actions-aws/action';
import { converge } from './converge.ts';
import { type Failure, failureFrom, kindOf } from './failure.ts';

/** What every participant observes, whatever its domain. */
export interface Observable {
  /** What went wrong, once something has. */
  readonly failure: Failure | undefined;
}

/** A step that was applied, and how that went. */
export interface Done<Step> {
  readonly step: Step;
  readonly durationMs: number;
  /** Why it did not go well; empty when it did. */
  readonly problem: string;
}

/** One of several whose pointers move together, as far as it has come. */
export interface Participant<Desired, Observed extends Observable, Step> {
  readonly desired: Desired;
  /** As it was at the start; or, where another deployer was waited for, after that. */
  readonly before: Observed;
  readonly observed: Observed;
  /** What was to be done, as it was seen at the start. */
  readonly planned: readonly Step[];
  readonly done: readonly Done<Step>[];
}

/** How a participant's steps are found and applied. */
export interface Way<Observed, Step> {
  /** What is left to do now, in order: of the whole plan, or of a phase of it. */
  left(observed: Observed): readonly Step[];
  /** Applies one step, and returns what is observed after it; see {@link attempt} for what throws. */
  apply(step: Step, observed: Observed): Promise<Observed>;
  /** A step in words, as the log has it. */
  inWords(step: Step): string;
  /** Whether all was looked at anew after the step, as if the run began there: another deployer was waited for. */
  beginsAnew?(step: Step, observed: Observed): boolean;
}

/** Applies step after step, and notes and logs each, until nothing is left; a failure is answered by the next plan. */
export async function advance<Observed extends Observable, Step, One extends Participant<unknown, Observed, Step>>(
  participant: One,
  way: Way<Observed, Step>,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<One> {
  const done: Done<Step>[] = [];
  let { before }: Participant<unknown, Observed, Step> = participant;
  const observed = await converge<Observed, Step>({
    observed: participant.observed,
    plan: (now) => ({ steps: way.left(now) }),
    async apply(step, seen) {
      const started = clock.now();
      const next = await way.apply(step, seen);
      const problem = next.failure === seen.failure ? '' : (next.failure?.message ?? '');
      const durationMs = clock.now() - started;
      done.push({ step, durationMs, problem });
      log.info(`${problem ? 'failed' : 'done'}: ${way.inWords(step)} (${took(durationMs)})`);
      if (problem) log.info(problem);
      if (way.beginsAnew?.(step, next)) before = next;
      return next;
    },
  });
  return { ...participant, before, observed, done: [...participant.done, ...done] };
}

/** One step that is tried. */
export interface Attempt<Observed> {
  apply(): Promise<Observed>;
  /** What is observed when it failed; `thrown` is what `apply` threw. */
  failed(failure: Failure, thrown: unknown): Observed;
  /** The step in words, for what a run that was stopped left undone. */
  readonly toDo: string;
  /** Whether it makes users safe again: then it is applied even though the run was stopped. */
  readonly isWayBack: boolean;
}

/** Applies a step so that what it throws becomes a failure, which the next plan answers. */
export async function attempt<Observed>(
  { apply, failed, toDo, isWayBack }: Attempt<Observed>,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<Observed> {
  try {
    if (!isWayBack) signal.throwIfAborted();
    return await apply();
  } catch (thrown) {
    log.debug(String((thrown as Error).stack ?? thrown));
    const failure = failureFrom(thrown, signal);
    if (kindOf(failure) !== 'cancelled') return failed(failure, thrown);
    return failed({ ...failure, message: `${failure.message} It was to ${toDo}.` }, thrown);
  }
}
