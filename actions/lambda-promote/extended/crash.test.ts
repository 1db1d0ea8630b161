import process from 'node:process';
import {
  type Aftermath,
  type CrashPoint,
  type CrashSweep,
  everyCrashPoint,
  type Trial,
  tellingPoints,
} from '@actions-aws/testing';
import {
  type BundleWorld,
  canaryPromotion,
  firstPromotion,
  jointPromotion,
  nextPromotion,
  promotionByBucket,
  rejectedPromotion,
  undonePromotion,
} from '../test/support/trials.ts';

const aftermaths: readonly Aftermath[] = ['gone', 'post', 'late'];

// By the bundle, what only a process can show, such as the runner's post step; all trials at every call are in stepped-crash.

const sweeps: readonly (readonly [string, Trial<BundleWorld>, CrashSweep])[] = [
  ['a promotion', nextPromotion(), {}],
  ['a promotion that is rejected', rejectedPromotion(), { choose: tellingPoints }],
  ['a promotion by a bucket', promotionByBucket(), { choose: tellingPoints }],
  ['a first promotion', firstPromotion(), { choose: tellingPoints }],
  ['a promotion that is taken back', undonePromotion(), { choose: tellingPoints }],
  ['a promotion by canary', canaryPromotion(), { choose: tellingPoints, aftermaths: ['post'] }],
  ['three functions that are promoted together', jointPromotion(), { choose: lastAlias, aftermaths: ['gone'] }],
];

/** The writes of the function that moves last: by then the others have moved. */
function lastAlias(points: readonly CrashPoint[]): readonly CrashPoint[] {
  return points.filter(
    ({ operation, resource }) => operation === 'UpdateAlias' && resource.endsWith('search-worker:live'),
  );
}

test.each(sweeps)(
  '%s, killed at any call, end as if they had not been, once the job runs again',
  async (name, trial, options) => {
    const { failures, tried, seconds } = await everyCrashPoint(trial, { aftermaths, ...options });
    process.stdout.write(`${name}: ${tried} crashes in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
