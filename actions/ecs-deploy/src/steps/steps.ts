import { patienceFor } from '../patience.ts';
import type { Observed, Step } from '../plan/state.ts';
import { STEPS_OF_ANSWER } from './answer.ts';
import { STEPS_BACK } from './back.ts';
import { STEPS_OF_PROOF } from './prove.ts';
import { STEP_OF_REACHING } from './reach.ts';
import { STEPS_ABOUT_RIVALS } from './rivals.ts';
import type { Stage, Steps } from './stage.ts';
import { STEPS_OF_START } from './start.ts';

const STEPS: Steps = {
  ...STEPS_ABOUT_RIVALS,
  ...STEPS_OF_START,
  ...STEP_OF_REACHING,
  ...STEPS_OF_PROOF,
  ...STEPS_OF_ANSWER,
  ...STEPS_BACK,
};

/** Applies one step, with the patience that its kind asks for. */
export function apply(step: Step, observed: Observed, stage: Stage): Promise<Observed> {
  const { context } = stage;
  const ports = context.ports.under(patienceFor(step, observed, context));
  // Each step has its own type; the table has the one that goes with it.
  const run = STEPS[step.do] as (step: Step, observed: Observed, stage: Stage) => Promise<Observed>;
  return run(step, observed, { ...stage, context: { ...context, ports } });
}
