import { took } from '@actions-aws/action';
import { UncertainAliasError } from '@actions-aws/lambda';
import { converge, failureFrom, kindOf } from '@actions-aws/promotion';
import type { CheckResult } from './checks/prove.ts';
import type { Request } from './inputs/resolve.ts';
import { dueBy, FACTS, type Phase } from './plan/facts.ts';
import { plan } from './plan/plan.ts';
import { type Refusal, refusal } from './plan/refusal.ts';
import type { Observed, Step } from './plan/state.ts';
import type { Ports, Surroundings } from './ports.ts';
import { changesInWords, inWords } from './report/words.ts';
import type { Stage } from './steps/stage.ts';
import { apply } from './steps/steps.ts';

/** A step that was applied, and how that went. */
export interface Done {
  readonly step: Step;
  readonly durationMs: number;
  /** Why it did not go well; empty when it did. */
  readonly problem: string;
}

/** One function's part in a promotion, as far as it has come. */
export interface Part extends Request {
  /** As it was at the start; or, where somebody else's canary or move was waited for, after that. */
  readonly before: Observed;
  readonly observed: Observed;
  /** What was to be done, as it was seen at the start. */
  readonly planned: readonly Step[];
  readonly refusal: Refusal | undefined;
  readonly done: readonly Done[];
  readonly checks: readonly CheckResult[];
}

/** A part at its start. */
export function begin(request: Request, observed: Observed): Part {
  const { desired } = request;
  return {
    ...request,
    before: observed,
    observed,
    planned: plan(observed, desired).steps,
    refusal: refusal(observed, desired),
    done: [],
    checks: [],
  };
}

/** What is left of a phase. */
export function left({ observed, desired }: Part, phase: Phase): readonly Step[] {
  return dueBy(phase, plan(observed, desired).steps);
}

/** Applies step after step until the phase is over, or something went wrong and was made as safe as it can be by now. */
export async function advance(part: Part, phase: Phase, ports: Ports, surroundings: Surroundings): Promise<Part> {
  const { desired, code } = part;
  const { log, clock } = surroundings;
  const done: Done[] = [];
  const checked: CheckResult[] = [];
  let { before } = part;
  const stage = { desired, code, ports, surroundings, checked };
  const observed = await converge({
    observed: part.observed,
    plan: (now) => ({ steps: left({ ...part, observed: now }, phase) }),
    async apply(step: Step, seen: Observed) {
      const started = clock.now();
      const next = await applySafely(step, seen, stage);
      const problem = next.failure === seen.failure && !next.stuck ? '' : (next.failure?.message ?? '');
      const durationMs = clock.now() - started;
      done.push({ step, durationMs, problem });
      log.info(`${problem ? 'failed' : 'done'}: ${inWords(step, desired)} (${took(durationMs)})`);
      if (problem) log.info(problem);
      if (step.do === 'await-canary' || step.do === 'await-arrival') {
        before = next;
        if (!problem) for (const change of changesInWords(next, desired)) log.info(change);
      }
      return next;
    },
  });
  return { ...part, before, observed, done: [...part.done, ...done], checks: [...part.checks, ...checked] };
}

/** Applies a step so that what it throws becomes a failure that the next plan answers. */
export async function applySafely(step: Step, observed: Observed, stage: Stage): Promise<Observed> {
  const { surroundings } = stage;
  const { isWayBack, writes } = FACTS[step.do];
  try {
    if (!isWayBack) surroundings.signal.throwIfAborted();
    return await apply(step, observed, stage);
  } catch (error) {
    const { signal } = surroundings;
    const thrown = failureFrom(error, signal);
    const { message: why, hint } = thrown;
    const message = kindOf(thrown) === 'cancelled' ? `${why} It was to ${inWords(step, stage.desired)}.` : why;
    if (step.do === 'prune') {
      // Users are served by the right version: what is left over is no reason to take it from them.
      surroundings.log.warning(`${message} ${hint ?? ''}`.trim(), { title: 'Old versions were not pruned' });
      return { ...observed, versions: [] };
    }
    if (isWayBack) {
      const told = `${observed.failure?.message ?? ''} Moving back failed as well: ${message}`.trim();
      // Where it could not be read after a write before, it is not known now either.
      const unreadable = observed.unreadable || error instanceof UncertainAliasError;
      return {
        ...observed,
        stuck: true,
        unreadable,
        failure: { ...(observed.failure ?? { code: 'error' }), message: told },
      };
    }
    if (observed.restored) {
      surroundings.log.info(message);
      return { ...observed, provisioned: { ready: false, failure: message } };
    }
    surroundings.log.debug(String((error as Error).stack ?? error));
    return {
      ...observed,
      failure: { ...thrown, message },
      unreadable: writes === 'pointer' && error instanceof UncertainAliasError,
    };
  }
}
