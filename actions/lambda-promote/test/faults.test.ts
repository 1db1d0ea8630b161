import { everyFault, tellingFaults } from '@actions-aws/testing';
import { FAULTS_SETTING, nextPromotion, promotionByBucket, promotionFromS3 } from './trials.ts';

// Every fault at every call is tried in extended/.

test('a promotion gets over every fault, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFault(nextPromotion(FAULTS_SETTING), { choose: tellingFaults });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(30);
}, 180_000);

test('a promotion gets over every fault on the way of its code to S3, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFault(promotionByBucket(FAULTS_SETTING), {
    choose: (cases) =>
      cases.filter(
        ({ call, fault, lasting }) => call.service === 's3' && (!lasting || fault === 'is cut off before its effect'),
      ),
  });
  expect(failures).toEqual([]);
  expect(tried).toBe(14);
}, 180_000);

test('a promotion gets over every fault on the way of its code from S3, or ends red, safely and clearly', async () => {
  const { failures, tried } = await everyFault(promotionFromS3(FAULTS_SETTING), {
    choose: (cases) => cases.filter(({ call }) => call.service === 's3'),
  });
  expect(failures).toEqual([]);
  expect(tried).toBe(12);
}, 180_000);
