import { everyCrashPointStepped } from '@actions-aws/testing';
import { steppedPromotion } from './stepped-trials.ts';

// The same sweep as that of the bundle, in this process: every call, every aftermath. The other trials are in extended/.

test('a promotion that is killed at any call ends as if it had not been, once the job runs again', async () => {
  const { failures, tried } = await everyCrashPointStepped(steppedPromotion, { aftermaths: ['gone', 'post', 'late'] });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(80);
}, 120_000);
