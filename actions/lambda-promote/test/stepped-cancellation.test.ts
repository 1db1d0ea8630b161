import { everyCancellationStepped, isWrite } from '@actions-aws/testing';
import { steppedJointUndoing, steppedPromotion } from './support/stepped-trials.ts';

// Every call of every trial is tried in extended/.

test('a promotion that is cancelled at any call, and killed in the next, comes to a safe end', async () => {
  const { failures, tried } = await everyCancellationStepped(steppedPromotion);
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(30);
}, 60_000);

test('three functions that are cancelled while they move go back together', async () => {
  const { failures, tried } = await everyCancellationStepped(steppedJointUndoing, {
    // Three go back; what waits for its turn to go forward is not sent.
    writesAfter: 3,
    choose: (points) => points.filter(({ operation, resource }) => isWrite(operation) && resource.endsWith(':live')),
  });
  expect(failures).toEqual([]);
  expect(tried).toBe(12);
}, 60_000);
