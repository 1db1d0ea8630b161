import { type Clock, type Log, took } from '@actions-aws/action';
import { awaken, backFrom, UnusableVersionError } from '@actions-aws/lambda';
import { converge, failureFrom } from '@actions-aws/promotion';
import { type Observation, withNextTarget } from './observe.ts';
import { type Desired, type Observed, plan, type Step } from './plan.ts';
import type { Ports } from './ports.ts';
import { inWords, overtaken, unwakeable } from './words.ts';

/** What a rollback runs in. */
export interface Surroundings {
  readonly log: Log;
  readonly clock: Clock;
  /** Aborts on cancellation. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

/** A step that was applied, and how that went. */
export interface Done {
  readonly step: Step;
  readonly durationMs: number;
  /** Why it did not go well; empty when it did. */
  readonly problem: string;
}

/** One function's part in a rollback, as far as it has come. */
export interface Part extends Observation {
  readonly desired: Desired;
  readonly before: Observed;
  /** What was to be done, as it was seen at the start. */
  readonly planned: readonly Step[];
  readonly done: readonly Done[];
}

/** A part at its start. */
export function begin(desired: Desired, observation: Observation): Part {
  const { observed } = observation;
  return { ...observation, desired, before: observed, planned: plan(observed, desired).steps, done: [] };
}

/** What is left to do before users are touched, or in all. */
export function left({ observed, desired }: Part, phase: 'prepare' | 'move'): readonly Step[] {
  const { steps } = plan(observed, desired);
  return phase === 'prepare' ? steps.filter((step) => step.do !== 'move') : steps;
}

/** Applies step after step until the phase is over, or something went wrong. */
export async function advance(
  part: Part,
  phase: 'prepare' | 'move',
  ports: Ports,
  surroundings: Surroundings,
): Promise<Part> {
  const { desired } = part;
  const { log, clock } = surroundings;
  const done: Done[] = [];
  const observed = await converge({
    observed: part.observed,
    plan: (now) => ({ steps: left({ ...part, observed: now }, phase) }),
    async apply(step: Step, before: Observed) {
      const started = clock.now();
      const next = await applySafely(step, before, desired, ports, surroundings);
      const durationMs = clock.now() - started;
      done.push({ step, durationMs, problem: next.failure?.message ?? '' });
      log.info(`${next.failure ? 'failed' : 'done'}: ${inWords(step, desired)} (${took(durationMs)})`);
      return next;
    },
  });
  return { ...part, observed, done: [...part.done, ...done] };
}

/** Applies a step so that whatever it throws becomes a failure: the other functions go on, and all is reported. */
async function applySafely(
  step: Step,
  observed: Observed,
  desired: Desired,
  ports: Ports,
  surroundings: Surroundings,
): Promise<Observed> {
  const { signal, log } = surroundings;
  try {
    signal.throwIfAborted();
    return await apply(step, observed, desired, ports, surroundings);
  } catch (error) {
    log.debug(String((error as Error).stack ?? error));
    return { ...observed, failure: failureFrom(error, signal) };
  }
}

async function apply(
  step: Step,
  observed: Observed,
  desired: Desired,
  ports: Ports,
  surroundings: Surroundings,
): Promise<Observed> {
  const { clock, signal, deadline } = surroundings;
  const { functionName, owner } = desired;
  if (step.do === 'awaken') {
    try {
      return { ...observed, target: await awaken(functionName, step.version, { ...ports, clock, signal, deadline }) };
    } catch (error) {
      if (!(error instanceof UnusableVersionError)) throw error;
      const failed = { version: step.version, why: unwakeable(error.why, observed) };
      surroundings.log.info(`${failed.why}.`);
      return withNextTarget(observed, failed, desired, ports);
    }
  }
  const { alias } = observed;
  if (!alias) throw new Error(`A plan moves an alias of ${functionName} that is not there. This is a bug.`);
  const content = backFrom(alias, step.to, { action: 'lambda-rollback', owner, at: clock.now() });
  const provisioned = Object.keys(alias.weights).length > 0;
  const swap = await ports.aliases.move(functionName, alias, content, { provisioned, signal });
  if (swap.won) return { ...observed, alias: swap.alias };
  return { ...observed, alias: swap.alias ?? alias, failure: overtaken(swap.alias, desired) };
}
