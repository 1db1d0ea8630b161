import { advanceBack, beginBack, type Participant as OneOfMany, type WayBack } from '@actions-aws/promotion';
import { UncertainPointerError } from '@actions-aws/site';
import { plan } from './plan/plan.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import { inWords } from './report/words.ts';
import { apply, type Stage } from './steps/steps.ts';

/** The site that goes back, as far as it has come. */
export type Participant = OneOfMany<Desired, Observed, Step>;

const WAY_BACK: WayBack<Desired, Observed, Step> = { plan, inWords, Uncertain: UncertainPointerError };

/** A participant at its start. */
export function begin(desired: Desired, observed: Observed): Participant {
  return beginBack(desired, observed, WAY_BACK);
}

/** Applies step after step until the site is back, or something went wrong. */
export function advance(participant: Participant, stage: Stage): Promise<Participant> {
  return advanceBack(participant, WAY_BACK, (step, observed) => apply(step, observed, stage), stage.context);
}
