import { patienceFor } from '../patience.ts';
import type { Observed, Step } from '../plan/state.ts';
import { STEPS_OF_COPYING } from './carry.ts';
import { STEPS_OF_POINTER } from './pointer.ts';
import { STEPS_OF_PROOF } from './proof.ts';
import type { Stage, Steps } from './stage.ts';

const STEPS: Steps = { ...STEPS_OF_PROOF, ...STEPS_OF_COPYING, ...STEPS_OF_POINTER };

/** Applies one step, with the patience that its kind asks for. */
export function apply(step: Step, observed: Observed, stage: Stage): Promise<Observed> {
  const { context } = stage;
  const ports = context.ports.under(patienceFor(step, context));
  // Each step has its own type; the table has the one that goes with it.
  const run = STEPS[step.do] as (step: Step, observed: Observed, stage: Stage) => Promise<Observed>;
  return run(step, observed, { ...stage, context: { ...context, ports } });
}
