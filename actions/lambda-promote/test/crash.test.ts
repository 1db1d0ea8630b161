import { everyCrashPoint, tellingPoints } from '@actions-aws/testing';
import { nextPromotion } from './support/trials.ts';

// By the bundle as a process of its own. Every point is tried in stepped-crash, every trial and aftermath in extended/.

test('a promotion that is killed ends as if it had not been, once the job runs again', async () => {
  const { failures, tried } = await everyCrashPoint(nextPromotion(), {
    choose: (points) =>
      tellingPoints(points).filter(({ operation, when }) => when === 'after' || operation === 'Invoke'),
  });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(6);
}, 120_000);
