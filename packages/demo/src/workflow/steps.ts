import type { Step } from '../story/story.ts';
import { buildImage } from '../story/workflow.ts';
import type { WorkflowStep } from './step-yaml.ts';

/** What stands in the workflow: of a push first what it concerns, and only where that is anything image, step and tag. */
export function workflowSteps({ action, inputs, push, tag }: Step): WorkflowStep[] {
  const last = tag ? [{ action: 'image-promote', inputs: tag }] : [];
  if (!push) return [{ action, inputs }, ...last];
  const concerned = { if: `steps.changes.outputs.any == 'true'` };
  return [
    { action: 'detect-changes', beside: { id: 'changes' }, inputs: push.detect },
    ...(push.image ? imageSteps(push.image, concerned) : []),
    { action, beside: { ...(tag && { id: 'promote' }), ...concerned }, inputs },
    ...last.map((step) => ({ ...step, beside: concerned })),
  ];
}

function imageSteps(image: WorkflowStep['inputs'], concerned: { readonly if: string }): WorkflowStep[] {
  const absent = { if: `steps.name.outputs.exists == 'false'` };
  return [
    { action: 'image-tag', beside: { id: 'name', ...concerned }, inputs: image },
    { action: 'docker/build-push-action@v7', beside: { id: 'build', ...absent }, inputs: buildImage },
  ];
}
