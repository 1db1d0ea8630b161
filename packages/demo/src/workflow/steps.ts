import type { Step } from '../story/story.ts';
import type { WorkflowStep } from './step-yaml.ts';

/** What stands in the workflow: of a push first what it concerns, and the step itself only where that is anything. */
export function workflowSteps({ action, inputs, push }: Step): WorkflowStep[] {
  if (!push) return [{ action, inputs }];
  return [
    { action: 'detect-changes', beside: { id: 'changes' }, inputs: push.detect },
    { action, beside: { if: `steps.changes.outputs.any == 'true'` }, inputs },
  ];
}
