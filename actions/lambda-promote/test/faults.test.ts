import { everyFault, type FaultCase, tellingFaults } from '@actions-aws/testing';
import { FAULTS_SETTING, nextPromotion, promotionByBucket, promotionFromS3 } from './support/trials.ts';

// What only a process and a wire can show; every fault at every call is tried in stepped-faults and in extended/.

test('a promotion gets over writes whose answers are lost or broken off', async () => {
  const { failures, tried } = await everyFault(nextPromotion(FAULTS_SETTING), {
    choose: (cases) => tellingFaults(cases).filter(isOfTheWire),
  });
  expect(failures).toEqual([]);
  expect(tried).toBeGreaterThan(7);
}, 180_000);

test.each([
  ['to', promotionByBucket],
  ['from', promotionFromS3],
])(
  'it does so on the way of its code %s S3, too',
  async (_way, trial) => {
    const { failures, tried } = await everyFault(trial(FAULTS_SETTING), {
      choose: (cases) => cases.filter((one) => one.call.service === 's3' && isOfTheWire(one)),
    });
    expect(failures).toEqual([]);
    expect(tried).toBeGreaterThan(1);
  },
  180_000,
);

function isOfTheWire({ fault, lasting }: FaultCase): boolean {
  return !lasting && ['is cut off after its effect', 'is answered by half'].includes(fault);
}
