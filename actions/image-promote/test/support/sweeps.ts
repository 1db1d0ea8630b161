import { type OutageSweep, type Swept, tellingFaults } from '@actions-aws/testing';
import { acrossRegistries, throughGates, withinOneRepository } from './trials.ts';
import type { ImageWorld } from './world.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts and extended/sweeps.test.ts. A promotion of an image has no post
// step, and a run that is cancelled finishes the tag that it writes.

const crashes = { aftermaths: ['gone', 'late'] } as const;
/** All that fails is waited out, as long as there is time. */
const outages: OutageSweep = { endures: () => true };

/** Tags alone. */
export const tags: Swept<ImageWorld> = {
  trial: withinOneRepository,
  steps: { crashes, faults: {}, outages, cancellations: { writesAfter: 0 } },
  processes: { crashes, faults: { choose: tellingFaults }, cancellations: { writesAfter: 0 } },
};

/** All that a promotion can need to write. */
export const copy: Swept<ImageWorld> = {
  trial: acrossRegistries,
  // Blobs that had begun when the run was cancelled may make their next request.
  steps: { crashes, faults: {}, outages, cancellations: { writesAfter: 0 } },
  // Here the others of twelve blobs go on while one is held, and until the signal is there: each with up to two writes.
  processes: { crashes: {}, cancellations: { writesAfter: 24 } },
};

const OF_GATES = ['DescribeImageScanFindings', 'StartLifecyclePolicyPreview', 'GetLifecyclePolicyPreview'];

/** What others do not ask: no silence of a gate lets an image pass. */
export const gates: Swept<ImageWorld> = {
  trial: throughGates,
  steps: { faults: { choose: (cases) => cases.filter(({ call: { operation } }) => OF_GATES.includes(operation)) } },
};
