import { type FaultSweep, type OutageSweep, type Swept, tellingFaults, tellingPoints } from '@actions-aws/testing';
import {
  rollbackAtPause,
  rollbackByCanary,
  rollbackByName,
  rollbackInSteps,
  rollbackUnderWay,
  rollingRollback,
  usualRollback,
  workerRollback,
} from './trials.ts';
import type { RollbackWorld } from './world.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts and extended/sweeps.test.ts. A rollback has no post step, and
// what it has moved stays.

const crashes = { aftermaths: ['gone', 'late'] } as const;
/** A rollback has its whole time for what fails. */
const outages: OutageSweep = { endures: () => true };
/** By the bundle: what lasts is waited out for minutes, which a process has no time for. */
const passing: FaultSweep = { choose: (cases) => tellingFaults(cases).filter(({ lasting }) => !lasting) };
const everything: Omit<Swept<RollbackWorld>, 'trial'> = {
  steps: { crashes, faults: {}, outages, cancellations: {} },
  processes: { crashes: { ...crashes, choose: tellingPoints }, faults: passing, cancellations: {} },
};

/** The usual rollback. */
export const usual: Swept<RollbackWorld> = { trial: usualRollback, ...everything };

/** Every other one. */
export const others: readonly Swept<RollbackWorld>[] = [
  { trial: rollbackAtPause, ...everything },
  ...[rollbackUnderWay, rollbackByName, rollbackInSteps, rollbackByCanary, rollingRollback, workerRollback].map(
    (trial) => ({
      trial,
      steps: everything.steps ?? {},
    }),
  ),
];
