import process from 'node:process';
import { type CrashPoint, everyCancellation } from '@actions-aws/testing';
import { CANCEL_SETTING, canaryPromotion, nextPromotion, undonePromotion } from '../test/support/trials.ts';

test.each([
  ['a promotion', nextPromotion(CANCEL_SETTING)],
  ['a promotion that is taken back', undonePromotion(CANCEL_SETTING)],
])(
  '%s that is cancelled at any call comes to a safe end in time',
  async (name, trial) => {
    const { failures, tried, seconds } = await everyCancellation(trial);
    process.stdout.write(`${name}: ${tried} cancellations in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
  },
  900_000,
);

// What a process and its signals can show of a canary; every call is tried in stepped-cancellation.
test.each(['SIGINT', 'SIGTERM'] as const)(
  'a canary that is cancelled by %s while it gives a share, or looks at its alarms, comes to a safe end in time',
  async (signal) => {
    const { failures, tried, seconds } = await everyCancellation(canaryPromotion(CANCEL_SETTING), {
      signal,
      choose: (points) => points.filter((point) => givesShare(point) || looksAtAlarms(point)),
    });
    process.stdout.write(`a canary, by ${signal}: ${tried} cancellations in ${seconds.toFixed()} s\n`);
    expect(failures).toEqual([]);
    // A tenth, half, and all; and once before anybody has a share, once with a share given.
    expect(tried).toBe(5);
  },
  900_000,
);

function givesShare({ operation, resource, when }: CrashPoint): boolean {
  return operation === 'UpdateAlias' && resource.endsWith(':live') && when === 'after';
}

function looksAtAlarms({ operation, occurrence, when }: CrashPoint): boolean {
  return operation === 'DescribeAlarms' && occurrence <= 2 && when === 'before';
}
