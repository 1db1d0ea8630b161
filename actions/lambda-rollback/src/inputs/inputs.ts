import { type InputsOf, optional, type Run } from '@actions-aws/action';
import { aliasName } from '@actions-aws/lambda';
import { failuresBut, runInputs } from '@actions-aws/promotion';
import { ANY } from '../plan/plan.ts';
import { functionsToRollBack, PREVIOUS, versionOfEach } from './wanted.ts';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  functions: functionsToRollBack(),
  alias: aliasName(),
  // Each entry of `functions` may have its own: what none has is refused later.
  onlyIf: optional(versionOfEach(ANY)),
  to: versionOfEach(PREVIOUS),
  ...runInputs({ least: '1s' }),
};

/** What a workflow gets. */
export const outputs = [
  'outcome',
  'version',
  'previous-version',
  'alias-arn',
  'versions',
  'previous-versions',
  'alias-arns',
  'cutover-window-ms',
  'report',
] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = failuresBut('check-failed', 'canary-failed', 'code-changed', 'older-run', 'unsafe');

/** A run of this action. */
export type LambdaRollback = Run<InputsOf<typeof inputs>, (typeof outputs)[number]>;
