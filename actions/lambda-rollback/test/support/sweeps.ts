import { type OutageSweep, type Swept, tellingFaults } from '@actions-aws/testing';
import { jointRollback, searchingRollback, usualRollback } from './trials.ts';
import type { World } from './world.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts and extended/sweeps.test.ts. A rollback has no post step, and
// what it has moved stays.

const crashes = { aftermaths: ['gone', 'late'] } as const;
/** A rollback has its whole time for what fails; but an invocation, as to wake a version, is never repeated. */
const outages: OutageSweep = { endures: ({ callKind }) => callKind !== 'probe' };
const everything: Omit<Swept<World>, 'trial'> = {
  steps: { crashes, faults: {}, outages, cancellations: {} },
  processes: { crashes, faults: { choose: tellingFaults }, cancellations: {} },
};

/** The usual rollback, of which `npm test` tries every crash and cancellation. */
export const usual: Swept<World> = { trial: usualRollback, ...everything };

/** Every other one. */
export const others: readonly Swept<World>[] = [
  { trial: searchingRollback(), ...everything },
  { trial: jointRollback, steps: everything.steps ?? {}, processes: { crashes, cancellations: {} } },
];
