import { flag, type InputsOf, type Run } from '@actions-aws/action';
import { clusterName, revisionOr, serviceName } from '@actions-aws/ecs';
import { failuresOfServices, runInputs } from '@actions-aws/promotion';
import { ANY } from '../plan/state.ts';

/** Says that where to go back to is the revision before. */
export const PREVIOUS = 'previous';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  cluster: clusterName(),
  service: serviceName(),
  onlyIf: revisionOr(ANY),
  to: revisionOr(PREVIOUS),
  allowTags: flag(),
  allowUnseenImages: flag(),
  ...runInputs({ least: '1s' }),
};

/** What a workflow gets. */
export const outputs = [
  'outcome',
  'revision',
  'previous-revision',
  'task-definition',
  'recovery-ms',
  'report',
] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = failuresOfServices('check-failed', 'canary-failed', 'code-changed', 'older-run', 'stopped');

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type EcsRollback = Run<Given, (typeof outputs)[number]>;
