import { type FaultSweep, type OutageSweep, type Swept, tellingFaults, tellingPoints } from '@actions-aws/testing';
import {
  baking,
  canary,
  canaryOfOne,
  crashingWorker,
  finding,
  goingOn,
  hanging,
  holding,
  holdingAtShare,
  rejection,
  replacing,
  rolling,
  rollingBack,
  rollingBackPausing,
  stopping,
  undoing,
  usualDeployment,
  waiting,
  worker,
} from './trials.ts';
import type { World } from './world.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts, which tries a few, and by extended/.

const crashes = { aftermaths: ['gone', 'post', 'late'] } as const;
/** Where every proof is at a pause, a run that is killed need not come back. */
const fatal = { aftermaths: [...crashes.aftermaths, 'alone'] } as const;
/** What is begun has to be taken back: an answer to its pause, and where another answer came first a stop. */
const cancellations = { writesAfter: 2 };
/** Once it goes back in any case, an outage changes nothing. */
const ON_THE_WAY_BACK: OutageSweep = {
  endures: ({ isAfterMove, outage }) => isAfterMove || outage === 'is throttled',
};

/** What it writes is a tag: what else is not shown is of the run before, and where that is not there it deploys. */
const OF_ITS_NOTE: FaultSweep = {
  choose: (cases) =>
    cases.filter(
      ({ call, fault }) => fault !== 'does not show the last write' || call.operation === 'DescribeTaskDefinition',
    ),
};

/** The most usual deployment. */
export const usual: Swept<World> = {
  trial: usualDeployment,
  steps: { crashes: fatal, faults: {}, outages: {}, cancellations },
  processes: { crashes: { ...crashes, choose: tellingPoints }, faults: { choose: tellingFaults }, cancellations },
};

/** What differs most from it. */
export const telling: readonly Swept<World>[] = [
  { trial: rejection, steps: { crashes: fatal, faults: {}, cancellations } },
  { trial: undoing, steps: { crashes: fatal, faults: {}, outages: ON_THE_WAY_BACK, cancellations } },
];

/** Every other one. */
export const others: readonly Swept<World>[] = [
  { trial: hanging, steps: { crashes: { aftermaths: ['gone', 'alone'] } } },
  { trial: baking, steps: { crashes, faults: {}, cancellations } },
  { trial: finding, steps: { crashes: fatal, faults: OF_ITS_NOTE, outages: {}, cancellations: {} } },
  { trial: stopping, steps: { crashes, faults: {}, outages: ON_THE_WAY_BACK, cancellations } },
  { trial: canary, steps: { crashes: fatal, faults: {}, outages: {}, cancellations } },
  { trial: canaryOfOne, steps: { crashes: fatal, faults: {}, outages: {}, cancellations } },
  { trial: holding, steps: { crashes: fatal, faults: {}, outages: {}, cancellations } },
  { trial: holdingAtShare, steps: { crashes: fatal, faults: {}, outages: {}, cancellations } },
  { trial: goingOn, steps: { crashes: fatal, faults: {}, outages: {}, cancellations } },
  { trial: waiting, steps: { crashes: fatal, faults: {}, outages: {}, cancellations } },
  { trial: replacing, steps: { crashes: fatal, faults: {}, outages: {}, cancellations } },
  // To go back takes a whole deployment, for which no run that is cancelled waits.
  { trial: rolling, steps: { crashes, faults: {}, outages: {} } },
  { trial: worker, steps: { crashes, faults: {}, outages: {} } },
  { trial: crashingWorker, steps: { crashes: fatal, faults: {}, outages: {} } },
  // UpdateService has no condition, and ROLLING no pause: one that ECS takes after another run took the same back is in README.md.
  { trial: rollingBack, steps: { crashes: { aftermaths: ['gone', 'post'] }, faults: {}, outages: {} } },
  { trial: rollingBackPausing, steps: { crashes: { aftermaths: ['gone', 'post'] }, faults: {} } },
];
