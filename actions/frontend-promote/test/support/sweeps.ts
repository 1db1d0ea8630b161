import { type OutageSweep, type Swept, tellingFaults, tellingPoints } from '@actions-aws/testing';
import {
  firstPromotion,
  furtherPromotion,
  rejection,
  type StagedWorld,
  UNDER_STORE,
  undoing,
  usualPromotion,
} from './trials.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts, which tries a few, and by extended/.

const crashes = { aftermaths: ['gone', 'post', 'late'] } as const;
/** The pointer goes back, and the history tells of it. */
const cancellations = { writesAfter: 2 };
/** Once it goes back in any case, an outage changes nothing. */
const ON_THE_WAY_BACK: OutageSweep = {
  endures: ({ isAfterMove, outage }) => isAfterMove || outage === 'is throttled',
};

/** The most usual promotion. */
export const usual: Swept<StagedWorld> = {
  trial: usualPromotion,
  steps: { crashes, faults: {}, outages: {}, cancellations },
  processes: { crashes: { ...crashes, choose: tellingPoints }, faults: { choose: tellingFaults }, cancellations },
};

/** What differs most from it. */
export const telling: readonly Swept<StagedWorld>[] = [
  { trial: undoing, steps: { crashes, faults: {}, outages: ON_THE_WAY_BACK, cancellations } },
];

/** The same where pointers stand in stores. */
export const underStore: readonly Swept<StagedWorld>[] = [
  {
    trial: UNDER_STORE.usual,
    steps: { crashes, faults: {}, outages: {}, cancellations },
    processes: { crashes: { ...crashes, choose: tellingPoints }, faults: { choose: tellingFaults }, cancellations },
  },
  { trial: UNDER_STORE.undoing, steps: { crashes, faults: {}, outages: ON_THE_WAY_BACK, cancellations } },
  { trial: UNDER_STORE.first, steps: { crashes, faults: {}, outages: {}, cancellations } },
  { trial: UNDER_STORE.apart, steps: { crashes, faults: {}, outages: {}, cancellations } },
  { trial: UNDER_STORE.rejection, steps: { crashes, faults: {}, outages: {} } },
];

/** Every other one. */
export const others: readonly Swept<StagedWorld>[] = [
  { trial: firstPromotion, steps: { crashes, faults: {}, outages: {}, cancellations } },
  { trial: furtherPromotion, steps: { crashes, faults: {}, cancellations } },
  { trial: rejection, steps: { crashes, faults: {}, outages: {} } },
  { trial: undoing, processes: { crashes: { ...crashes, choose: tellingPoints }, cancellations } },
];
