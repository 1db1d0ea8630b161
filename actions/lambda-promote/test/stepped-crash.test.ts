import { everyCrashPointStepped, tellingPoints } from '@actions-aws/testing';
import { BREACHED, steppedBreach, steppedCanary, steppedPromotion } from './support/stepped-trials.ts';

// The same sweep as that of the bundle, in this process: every call. The other trials and aftermaths are in extended/.

test('a promotion that is killed at any call ends as if it had not been, once the job runs again', async () => {
  const { failures, tried } = await everyCrashPointStepped(steppedPromotion);
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(40);
}, 120_000);

test.each([
  ['a canary', steppedCanary(1), {}],
  ['a canary over which an alarm fires', steppedBreach(1), BREACHED],
])(
  '%s does so, too, at every write',
  async (_name, trial, options) => {
    const { failures, tried } = await everyCrashPointStepped(trial, { choose: tellingPoints, ...options });
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(7);
  },
  120_000,
);
