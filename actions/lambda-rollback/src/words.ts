import type { Desired, Step } from './plan.ts';

/** One step in words. */
export function inWords(step: Step, { functionName, alias }: Desired): string {
  return step.do === 'awaken'
    ? `Wake version ${step.version} of ${functionName}`
    : `Move the alias ${alias} of ${functionName} from version ${step.from} to version ${step.to}`;
}
