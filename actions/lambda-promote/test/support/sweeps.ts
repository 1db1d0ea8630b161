import {
  type Aftermath,
  type CrashPoint,
  type CrashSweep,
  type FaultSweep,
  type OutageSweep,
  type SteppedCrashSweep,
  type Swept,
  tellingFaults,
  tellingPoints,
} from '@actions-aws/testing';
import type { DeploymentWorld } from './deployment-world.ts';
import {
  BREACHED,
  breach,
  canary,
  finding,
  firstPromotion,
  holding,
  jointPromotion,
  jointUndoing,
  promotion,
  promotionByBucket,
  promotionOfImage,
  rejection,
  rollbackOfHeld,
  rollbackOfPromotion,
  spreading,
  undoing,
} from './trials.ts';

// Which trials are swept, and how: read by test/sweeps.test.ts, which tries a few, and by extended/sweeps.test.ts.

const aftermaths: readonly Aftermath[] = ['gone', 'post', 'late'];

/** However the run was killed. */
const ALL: SteppedCrashSweep = { aftermaths };
/** What comes after a crash is tried with one function; with three, what becomes of the others' requests. */
const ALONE: SteppedCrashSweep = { aftermaths: ['gone'] };
/** With three functions, and by the bundle, the faults that differ most. */
const TELLING: FaultSweep = { choose: tellingFaults };
/** By the bundle, the points that differ most. */
const POINTS: CrashSweep = { aftermaths, choose: tellingPoints };
/** Of three functions all that moved go back, and what waits for its turn under the rate limit is not sent. */
const THREE = { writesAfter: 3 };
/**
 * Where it goes back in any case, an outage after the move changes nothing; but the moves of the other functions, the first
 * write of each alias, are still on the way to users, and give up sooner.
 */
const ON_THE_WAY_BACK: OutageSweep = {
  endures: ({ isAfterMove, call: { operation, resource, occurrence }, outage }) => {
    const isMove = operation === 'UpdateAlias' && resource.endsWith(':live') && occurrence === 1;
    return (isAfterMove && !isMove) || outage === 'is throttled';
  },
};
/** What others do not try: the way of the code to the bucket, and from there to each function. */
const OF_ITS_WAY: FaultSweep = {
  choose: (cases) =>
    cases.filter(({ call: { service, operation } }) => service === 's3' || operation === 'UpdateFunctionCode'),
};

/**
 * What others do not try: the looks at the image. A registry that is too busy for good is asked until `timeout` is used up, which
 * takes a process too long.
 */
const OF_ITS_IMAGE: FaultSweep = {
  choose: (cases) => cases.filter(({ call: { service }, lasting }) => service === 'ecr' && !lasting),
};

/** An image, which is looked at in its registry first: the rest is as with a zip. */
export const ofImage: Swept<DeploymentWorld> = {
  trial: promotionOfImage,
  processes: { crashes: POINTS, faults: OF_ITS_IMAGE },
};

/** The most usual promotion, of which `.ci/run` kills and cancels every call. */
export const usual: Swept<DeploymentWorld> = {
  trial: promotion,
  steps: { crashes: ALL, faults: {}, outages: {}, cancellations: {} },
  processes: { crashes: { aftermaths }, faults: TELLING, cancellations: {} },
};

/** What differs most from that: of each, `npm test` tries a few cases. */
export const telling: readonly Swept<DeploymentWorld>[] = [
  {
    trial: canary(1),
    steps: { crashes: ALL, faults: {}, outages: {}, cancellations: {} },
  },
  {
    trial: jointUndoing,
    steps: { crashes: ALONE, faults: TELLING, outages: ON_THE_WAY_BACK, cancellations: THREE },
  },
];

/** Every other one. */
export const others: readonly Swept<DeploymentWorld>[] = [
  {
    trial: firstPromotion,
    steps: { crashes: ALL, faults: {}, outages: {}, cancellations: {} },
    processes: { crashes: POINTS },
  },
  { trial: rejection, processes: { crashes: POINTS } },
  { trial: finding(1), steps: { crashes: ALL, faults: {}, outages: {}, cancellations: {} } },
  { trial: finding(3), steps: { crashes: ALONE, faults: TELLING, cancellations: {} } },
  {
    trial: undoing,
    steps: { crashes: ALL, faults: {}, outages: ON_THE_WAY_BACK, cancellations: {} },
    processes: { crashes: POINTS, faults: TELLING, cancellations: {} },
  },
  ofImage,
  { trial: promotionByBucket(1), processes: { crashes: POINTS, faults: TELLING } },
  { trial: promotionByBucket(3), steps: { crashes: ALONE, faults: OF_ITS_WAY } },
  {
    trial: jointPromotion,
    steps: { crashes: ALONE, faults: {}, cancellations: THREE },
    processes: { crashes: { choose: lastAlias } },
  },
  // What a process and its signals can show of a canary.
  {
    trial: canary(1, { canary: '10%/10s, 50%/10s' }),
    processes: {
      crashes: { ...POINTS, aftermaths: ['post'] },
      cancellations: {
        signals: ['SIGINT', 'SIGTERM'],
        choose: (points) => points.filter((point) => givesShare(point) || looksAtAlarms(point)),
      },
    },
  },
  { trial: canary(3), steps: { crashes: ALONE, faults: TELLING, cancellations: THREE } },
  { trial: breach(1), steps: { crashes: { ...ALL, ...BREACHED }, outages: {} } },
  { trial: breach(3), steps: { crashes: { ...ALONE, ...BREACHED } } },
  { trial: holding(1), steps: { crashes: ALL, faults: {}, outages: {}, cancellations: {} } },
  { trial: holding(3), steps: { crashes: ALONE, faults: TELLING, cancellations: THREE } },
  { trial: rollbackOfHeld(1), steps: { crashes: ALL, faults: {} } },
  { trial: rollbackOfHeld(3), steps: { crashes: ALL } },
  { trial: spreading(promotion), steps: { crashes: ALL, faults: {}, cancellations: {} } },
  { trial: spreading(undoing), steps: { crashes: ALL, faults: {}, cancellations: {} } },
  { trial: spreading(canary(1)), steps: { crashes: ALONE } },
  { trial: spreading(breach(1)), steps: { crashes: { ...ALONE, ...BREACHED } } },
  { trial: spreading(rollbackOfPromotion), steps: { crashes: ALL, faults: {}, cancellations: {} } },
];

/** The writes of the function that moves last: by then the others have moved. */
function lastAlias(points: readonly CrashPoint[]): readonly CrashPoint[] {
  return points.filter(({ callKind, resource }) => callKind === 'pointer' && resource.endsWith('search-worker:live'));
}

function givesShare({ callKind, when }: CrashPoint): boolean {
  return callKind === 'pointer' && when === 'after';
}

function looksAtAlarms({ operation, occurrence, when }: CrashPoint): boolean {
  return operation === 'DescribeAlarms' && occurrence <= 2 && when === 'before';
}
