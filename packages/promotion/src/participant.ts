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
  /** Applies one step, and returns what is observed after it. What it throws becomes a failure; see {@link applied}. */
  apply(step: Step, observed: Observed): Promise<Observed>;
  /** What is observed after a step that threw: unless given, as before it, with the failure. `thrown` is what it threw. */
  afterFailure?(step: Step, observed: Observed, failure: Failure, thrown: unknown): Observed;
  /** A step in words, as the log has it, and what a run that was stopped left undone. */
  inWords(step: Step): string;
  /** Whether a step makes users safe again: then it is applied even though the run was stopped. Unless given, none does. */
  isWayBack?(step: Step): boolean;
  /** Whether all was looked at anew after the step, as if the run began there: another deployer was waited for. */
  beginsAnew?(step: Step, observed: Observed): boolean;
}

/** Applies step after step, and notes and logs each, until nothing is left; a failure is answered by the next plan. */
export async function advance<Observed extends Observable, Step, One extends Participant<unknown, Observed, Step>>(
  participant: One,
  way: Way<Observed, Step>,
  context: { readonly log: Log; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<One> {
  const { log, clock } = context;
  const done: Done<Step>[] = [];
  let { before }: Participant<unknown, Observed, Step> = participant;
  const observed = await converge<Observed, Step>({
    observed: participant.observed,
    plan: (now) => ({ steps: way.left(now) }),
    async apply(step, seen) {
      const started = clock.now();
      const next = await applied(step, seen, way, context);
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

/** Applies one step so that what it throws becomes a failure, which the next plan answers. */
export async function applied<Observed extends Observable, Step>(
  step: Step,
  observed: Observed,
  way: Pick<Way<Observed, Step>, 'apply' | 'afterFailure' | 'inWords' | 'isWayBack'>,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<Observed> {
  try {
    if (!way.isWayBack?.(step)) signal.throwIfAborted();
    return await way.apply(step, observed);
  } catch (thrown) {
    log.debug(String((thrown as Error).stack ?? thrown));
    const told = failureFrom(thrown, signal);
    const undone = `${told.message} It was to ${way.inWords(step)}.`;
    const failure = kindOf(told) === 'cancelled' ? { ...told, message: undone } : told;
    return way.afterFailure ? way.afterFailure(step, observed, failure, thrown) : { ...observed, failure };
  }
}
