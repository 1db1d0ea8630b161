import { type FaultCase, type OutageSweep, type Swept, tellingFaults } from '@actions-aws/testing';
import {
  rollbackByName,
  rollbackFarBack,
  rollbackFarBackAmongUsers,
  rollbackFarBackUnderStore,
  rollbackUnderStore,
  usualRollback,
} from './trials.ts';
import type { RollbackWorld } from './world.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts and extended/sweeps.test.ts. A rollback has no post step, and
// what it has moved stays.

const crashes = { aftermaths: ['gone', 'late'] } as const;
/** A rollback has its whole time for what fails. */
const outages: OutageSweep = { endures: () => true };

/** The usual rollback. */
export const usual: Swept<RollbackWorld> = {
  trial: usualRollback,
  steps: { crashes, faults: {}, outages, cancellations: {} },
  processes: { crashes, faults: { choose: tellingFaults }, cancellations: {} },
};

/** The same under a store. */
export const underStore: Swept<RollbackWorld> = { ...usual, trial: rollbackUnderStore };

/** Every other one. What cannot be copied is a warning, so that a lasting fault of a copy ends in another state. */
export const others: readonly Swept<RollbackWorld>[] = [
  ...[rollbackByName, rollbackFarBack, rollbackFarBackUnderStore].map((trial) => ({
    trial,
    steps: {
      crashes,
      outages,
      faults: {
        choose: (cases: readonly FaultCase[]) =>
          cases.filter(({ lasting, callKind }) => !lasting || callKind !== 'write'),
      },
      cancellations: {},
    },
  })),
  { trial: rollbackFarBackAmongUsers, steps: { crashes, cancellations: {} } },
];
