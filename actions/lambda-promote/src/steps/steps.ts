import { patienceFor } from '../patience.ts';
import type { Observed, Step } from '../plan/state.ts';
import { STEPS_OF_ALIASES } from './aliases.ts';
import type { Stage, Steps } from './stage.ts';
import { STEPS_OF_VERSIONS } from './versions.ts';

const STEPS: Steps = { ...STEPS_OF_VERSIONS, ...STEPS_OF_ALIASES };

/** Applies one step, which writes at most once, and returns what is observed after it. */
export function apply(step: Step, observed: Observed, stage: Stage): Promise<Observed> {
  if (step.do === 'bake') throw new Error('A share is watched for all functions together. This is a bug.');
  const { context } = stage;
  const ports = context.ports.under(patienceFor(step, observed, context));
  return (STEPS[step.do] as (...given: unknown[]) => Promise<Observed>)(step, observed, {
    ...stage,
    context: { ...context, ports },
  });
}
