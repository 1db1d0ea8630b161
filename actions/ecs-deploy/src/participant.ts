import { UncertainServiceError } from '@actions-aws/ecs';
import { advance as advanceOne, type Failure, kindOf, type Participant as OneOfMany } from '@actions-aws/promotion';
import { dueBy, FACTS, type Phase } from './plan/facts.ts';
import { plan } from './plan/plan.ts';
import { type Refusal, refusal } from './plan/refusal.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import { isRefusal, stuck } from './plan/stuck.ts';
import { inWords } from './report/words.ts';
import { afterAnswer } from './steps/answer.ts';
import { leftOnItsWay } from './steps/back.ts';
import type { Stage } from './steps/stage.ts';
import { apply } from './steps/steps.ts';

/** The service that takes part in a deployment, as far as it has come. */
export interface Participant extends OneOfMany<Desired, Observed, Step> {
  /** Why it is not even begun. */
  readonly refusal: Refusal | undefined;
}

/** A participant at its start. */
export function begin(desired: Desired, observed: Observed): Participant {
  return {
    desired,
    before: observed,
    observed,
    planned: plan(observed, desired).steps,
    // A way back that an earlier attempt has begun comes to its end, even where a deployment would not be safe to begin.
    refusal: observed.failure ? undefined : refusal(observed, desired),
    done: [],
  };
}

/** What is left of a phase. */
export function left({ observed, desired }: Pick<Participant, 'observed' | 'desired'>, phase: Phase): readonly Step[] {
  return dueBy(phase, plan(observed, desired).steps);
}

/** Applies step after step until the phase is over, or something went wrong and was made as safe as it can be by now. */
export function advance(participant: Participant, phase: Phase, stage: Stage): Promise<Participant> {
  const { desired } = participant;
  return advanceOne<Observed, Step, Participant>(
    participant,
    {
      left: (observed) => left({ observed, desired }, phase),
      apply: (step, observed) => apply(step, observed, stage),
      afterFailure: (step, observed, failure, thrown) => afterFailure(step, observed, failure, thrown, stage),
      isWayBack: (step) => FACTS[step.do].isWayBack,
      inWords: (step) => inWords(step, desired),
      beginsAnew: (step, observed) => FACTS[step.do].looksAnew && !observed.ours,
    },
    stage.context,
  );
}

/** What is observed after a step that failed. */
function afterFailure(
  step: Step,
  observed: Observed,
  failure: Failure,
  thrown: unknown,
  { cancelled, context: { log, clock } }: Stage,
): Observed {
  const isUncertain = thrown instanceof UncertainServiceError;
  if (step.do === 'await-back' || step.do === 'await-update-back') {
    // ECS has taken the call, and goes on by itself.
    if (!cancelled.aborted) log.warning(failure.message, { title: 'The way back was not seen to its end' });
    const back = step.do === 'await-update-back' ? leftOnItsWay(observed) : 'not waited for';
    // Where its pauses were answered before, users may be back by now.
    const isLost = back === 'left at its pauses' && !cancelled.aborted;
    return { ...observed, back, unreadable: observed.unreadable || isLost };
  }
  if (FACTS[step.do].isWayBack) return stuck(observed, { failure, isUncertain, isFresh: false, now: clock.now() });
  const next: Observed = { ...observed, failure };
  if (step.do === 'continue') return isRefusal(failure) ? next : afterAnswer(step.hookId, next, 'in doubt');
  if (step.do !== 'update') return next;
  // It may have been taken, also where the run was cancelled while it looked for that: what was registered for it tells.
  const isInDoubt = failure.code === 'unavailable' || ['cancelled', 'superseded'].includes(kindOf(failure));
  if (!isUncertain && !isInDoubt) return next;
  // New tasks of ROLLING meet users as soon as they are healthy.
  const touched = observed.service.configuration.strategy === 'ROLLING' ? 'maybe' : observed.touched;
  const ours = { revision: '', deployment: undefined, isAdopted: false };
  return { ...next, ours, touched, unreadable: isUncertain };
}
