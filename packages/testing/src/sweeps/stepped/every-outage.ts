import { type OutageSweep, outageLoop, tryOutage } from '../outages.ts';
import type { Sweep, Trial, World } from '../trial.ts';
import { onStage, sweepStepped } from './sweep.ts';

/**
 * Begins an outage at every call of the undisturbed run, in this process and on the stepped clock: for less than the time that
 * is kept free for the way back, and for longer than any time that the action has. The run gets over it and ends as if nothing
 * had been; or it ends red with one clear message, its outcome is true, users noticed nothing, and a second run without the
 * outage ends as the undisturbed one did.
 */
export function everyOutageStepped<W extends World>(trial: Trial<W>, options: OutageSweep = {}): Promise<Sweep> {
  return sweepStepped(trial, {
    ...options,
    ...outageLoop(trial.domain, options),
    try: ({ world, stage, undisturbed }, one) =>
      tryOutage({ trial, world, undisturbed, ...onStage(trial, world, stage) }, one, options),
  });
}
