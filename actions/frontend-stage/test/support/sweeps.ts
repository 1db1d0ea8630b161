import { type OutageSweep, type Swept, tellingFaults } from '@actions-aws/testing';
import {
  firstStaging,
  firstStagingUnderStore,
  type StageWorld,
  staging,
  stagingAgain,
  stagingAgainUnderStore,
  stagingUnderStore,
} from './trials.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts and extended/sweeps.test.ts. Staging has no post step, and TEST stays
// where it was taken.

const crashes = { aftermaths: ['gone', 'late'] } as const;
/** It has its whole time for what fails. */
const outages: OutageSweep = { endures: () => true };
const everything: Omit<Swept<StageWorld>, 'trial'> = {
  steps: { crashes, faults: {}, outages, cancellations: {} },
  processes: { crashes, faults: { choose: tellingFaults }, cancellations: {} },
};

/** The usual staging, after a release that is live. */
export const usual: Swept<StageWorld> = { trial: staging, ...everything };

/** The same under stores. */
export const underStore: Swept<StageWorld> = { trial: stagingUnderStore, ...everything };

/** What TEST serves already. */
const again: Swept<StageWorld> = {
  trial: stagingAgain,
  steps: { crashes, faults: {}, outages },
};

/** Every other one. */
export const others: readonly Swept<StageWorld>[] = [
  again,
  ...[firstStaging, firstStagingUnderStore, stagingAgainUnderStore].map((trial) => ({
    trial,
    steps: everything.steps ?? {},
  })),
];
