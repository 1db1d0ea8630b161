import { advance as advanceOne, type Participant as OneOfMany } from '@actions-aws/promotion';
import { UncertainPointerError } from '@actions-aws/site';
import { plan } from './plan/plan.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import { inWords } from './report/words.ts';
import { apply, type Stage } from './steps/steps.ts';

/** The site that goes back, as far as it has come. */
export type Participant = OneOfMany<Desired, Observed, Step>;

/** A participant at its start. */
export function begin(desired: Desired, observed: Observed): Participant {
  return { desired, before: observed, observed, planned: plan(observed, desired).steps, done: [] };
}

/** Applies step after step until the site is back, or something went wrong. */
export function advance(participant: Participant, stage: Stage): Promise<Participant> {
  const { desired } = participant;
  return advanceOne<Observed, Step, Participant>(
    participant,
    {
      left: (observed) => plan(observed, desired).steps,
      apply: (step, observed) => apply(step, observed, stage),
      afterFailure: (_step, observed, failure, thrown) => ({
        ...observed,
        failure,
        isUnreadable: thrown instanceof UncertainPointerError,
      }),
      inWords: (step) => inWords(step, desired),
    },
    stage.context,
  );
}
