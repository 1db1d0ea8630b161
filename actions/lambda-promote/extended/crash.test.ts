import process from 'node:process';
import { type Aftermath, everyCrashPoint } from '@actions-aws/testing';
import {
  firstPromotion,
  jointPromotion,
  nextPromotion,
  promotionByBucket,
  rejectedPromotion,
  undonePromotion,
} from '../test/trials.ts';

const aftermaths: readonly Aftermath[] = ['gone', 'post', 'late'];

test.each([
  ['a promotion', nextPromotion()],
  ['a promotion by a bucket', promotionByBucket()],
  ['a first promotion', firstPromotion()],
  ['a promotion that is rejected', rejectedPromotion()],
  ['a promotion that is taken back', undonePromotion()],
])(
  '%s that is killed at any call ends as if it had not been, once the job runs again',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyCrashPoint(trial, { aftermaths });
    process.stdout.write(`${name}: ${tried} crashes in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);

test('three functions that are promoted together and killed end as if they had not been', async () => {
  const { failures, tried } = await everyCrashPoint(jointPromotion(), { aftermaths: ['gone', 'post'] });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(100);
}, 1_200_000);
