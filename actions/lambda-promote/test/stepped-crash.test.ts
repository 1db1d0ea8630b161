import { everyCrashPointStepped, tellingPoints } from '@actions-aws/testing';
import { BREACHED, steppedBreach, steppedCanary, steppedPromotion } from './stepped-trials.ts';

// The same sweep as that of the bundle, in this process: every call, every aftermath. The other trials are in extended/.

test('a promotion that is killed at any call ends as if it had not been, once the job runs again', async () => {
  const { failures, tried } = await everyCrashPointStepped(steppedPromotion, { aftermaths: ['gone', 'post', 'late'] });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(80);
}, 120_000);

test.each([
  ['a canary', steppedCanary(1), {}],
  ['a canary over which an alarm fires', steppedBreach(1), BREACHED],
])(
  '%s does so, too, at every write',
  async (_name, trial, options) => {
    const aftermaths = ['gone', 'post'] as const;
    const { failures, tried } = await everyCrashPointStepped(trial, { choose: tellingPoints, aftermaths, ...options });
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(15);
  },
  120_000,
);
