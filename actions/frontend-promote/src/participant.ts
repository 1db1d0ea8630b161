import { advance as advanceOne, type Failure, type Participant as OneOfMany } from '@actions-aws/promotion';
import { UncertainPointerError } from '@actions-aws/site';
import { dueBy, FACTS, type Phase } from './plan/facts.ts';
import { plan } from './plan/plan.ts';
import { type Refusal, refusal } from './plan/refusal.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import type { PromotionContext } from './ports.ts';
import { inWords } from './report/words.ts';
import type { Stage } from './steps/stage.ts';
import { apply } from './steps/steps.ts';

/** The site that takes part in a promotion, as far as it has come. */
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
    refusal: refusal(observed, desired),
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
      afterFailure: (step, observed, failure, thrown) => afterFailure(step, observed, failure, thrown, stage.context),
      isWayBack: (step) => FACTS[step.do].isWayBack,
      inWords: (step) => inWords(step, desired),
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
  { log }: Pick<PromotionContext, 'log'>,
): Observed {
  const isUncertain = thrown instanceof UncertainPointerError;
  if (FACTS[step.do].isWayBack) {
    const told = `${observed.failure?.message ?? ''} Moving back failed as well: ${failure.message}`.trim();
    // Where it could not be read after a write before, it is not known now either.
    const unreadable = observed.unreadable || isUncertain;
    return { ...observed, stuck: true, unreadable, failure: { ...(observed.failure ?? failure), message: told } };
  }
  if (step.do === 'spread-back') {
    log.info(failure.message);
    return { ...observed, isBackEverywhere: 'not waited for' };
  }
  return { ...observed, failure, unreadable: FACTS[step.do].writes === 'pointer' && isUncertain };
}
