import type { BundleStep } from '../bundle/bundle.ts';

/** How a failure begins where a run never got to the point. */
export const NEVER_REACHED = 'this point was never reached';

/** "Re-run failed jobs": the same run, another attempt. */
export function secondAttempt(step: BundleStep): BundleStep {
  return { ...step, env: { ...step.env, GITHUB_RUN_ATTEMPT: '2' } };
}
