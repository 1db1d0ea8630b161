import { everyCrashPoint, tellingPoints } from '@actions-aws/testing';
import { firstPromotion, nextPromotion, promotionByBucket } from './trials.ts';

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

test('a promotion that is killed around a transfer of its code ends as if it had not been', async () => {
  const { failures, tried } = await everyCrashPoint(promotionByBucket(), {
    choose: (points) => points.filter(({ operation }) => /Object$|^UpdateFunctionCode$/.test(operation)),
    aftermaths: ['gone', 'late'],
  });
  expect(failures).toEqual([]);
  // HeadObject, PutObject, UpdateFunctionCode, each before and after its effect; the writes late, too.
  expect(tried).toBe(8);
}, 120_000);
