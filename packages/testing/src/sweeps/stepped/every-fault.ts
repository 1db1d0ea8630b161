import { type FaultCase, type FaultSweep, faultLoop, mayFail, tryFault } from '../faults.ts';
import type { Sweep, Trial, World } from '../trial.ts';
import { onStage, sweepStepped } from './sweep.ts';

/**
 * The sweep of `everyFault` in this process, for a trial whose world stands still (`scale: 0`): the same faults at every
 * call, the same judgement, in a fraction of a second each. A request that is never answered, or by half, is given up after
 * as long as the actions' own clients wait, on the stepped clock. Users look after every write that had an effect.
 *
 * A read that is answered by half is left to {@link everyFault}: without a connection half an answer is none, so that here its sender meets
 * what it meets where it is never answered.
 */
export function everyFaultStepped<W extends World>(trial: Trial<W>, options: FaultSweep = {}): Promise<Sweep> {
  const { choose = (cases) => cases } = options;
  return sweepStepped(trial, {
    ...options,
    ...faultLoop(trial.domain, { ...options, choose: (cases) => choose(cases.filter(differsHere)) }),
    try: ({ world, stage, undisturbed }, one) =>
      tryFault({ trial, world, undisturbed, ...onStage(trial, world, stage) }, one, mayFail(options, one)),
  });
}

function differsHere({ callKind, fault }: FaultCase): boolean {
  return !(callKind === 'read' && fault === 'is answered by half');
}
