import { UncertainServiceError } from '@actions-aws/ecs';
import { advance as advanceOne, type Participant as OneOfMany } from '@actions-aws/promotion';
import { plan } from './plan/plan.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import { inWords } from './report/words.ts';
import { apply, type Stage } from './steps/steps.ts';

/** The service that goes back, as far as it has come. */
export type Participant = OneOfMany<Desired, Observed, Step>;

/** A participant at its start. */
export function begin(desired: Desired, observed: Observed): Participant {
  return { desired, before: observed, observed, planned: plan(observed, desired).steps, done: [] };
}

/** Applies step after step until the service is back, or something went wrong. */
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
        isUnreadable: thrown instanceof UncertainServiceError,
      }),
      inWords: (step) => inWords(step, desired),
    },
    stage.context,
  );
}
