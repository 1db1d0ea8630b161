import { type FaultCase, type FaultSweep, faultLoop, mayFail, tryFault } from '../faults.ts';
import type { Sweep, Trial, World } from '../trial.ts';
import { asProcesses, sweep } from './sweep.ts';

/**
 * Lets each fault strike at every call of the undisturbed run, once and for good. The run gets over it and ends as if
 * nothing had been; or it ends red with one clear message (or green with a warning of what it left undone), its outcome is
 * true, users noticed nothing, and a second run without the fault ends as the undisturbed one did.
 */
export function everyFault<W extends World>(trial: Trial<W>, options: FaultSweep = {}): Promise<Sweep> {
  return sweep<W, FaultCase>(trial, {
    ...options,
    ...faultLoop(trial.domain, options),
    kinds: ({ fault }) => [fault],
    // Faults wait for time to run out.
    scale: 10,
    try: (world, one, undisturbed) =>
      tryFault({ trial, world, undisturbed, ...asProcesses(trial, world) }, one, mayFail(options, one)),
  });
}
