import process from 'node:process';
import { type Aftermath, everyCrashPointStepped } from '@actions-aws/testing';
import {
  steppedFirstPromotion,
  steppedJointPromotion,
  steppedJointUndoing,
  steppedUndoing,
} from '../test/stepped-trials.ts';

const aftermaths: readonly Aftermath[] = ['gone', 'post', 'late'];

test.each([
  ['a first promotion', steppedFirstPromotion],
  ['a promotion that is taken back', steppedUndoing],
  ['three functions that are promoted together', steppedJointPromotion],
  ['three functions that are taken back together', steppedJointUndoing],
])(
  '%s, killed at any call in this process, end as if they had not been, once the job runs again',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyCrashPointStepped(trial, { aftermaths });
    process.stdout.write(`${name}: ${tried} crashes in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);
