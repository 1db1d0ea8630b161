import { everyCrashPoint, tellingPoints } from '@actions-aws/testing';
import { firstPromotion, nextPromotion } from './trials.ts';

// Every point and every aftermath are tried in extended/.

test('a promotion that is killed ends as if it had not been, once the job runs again', async () => {
  const { failures, tried } = await everyCrashPoint(nextPromotion(), { choose: tellingPoints });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(10);
}, 120_000);

test('a first promotion that is killed ends as if it had not been, once the job runs again', async () => {
  const { failures } = await everyCrashPoint(firstPromotion(), { choose: tellingPoints });
  expect(failures).toEqual([]);
}, 120_000);
