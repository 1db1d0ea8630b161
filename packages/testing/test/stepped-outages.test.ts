import { everyOutageStepped } from '../src/sweeps/stepped/every-outage.ts';
import { promotionThat } from './careless-action/test/support/trial.ts';

// The sweep is only worth what it finds: this action counts its attempts, and gives up after five.

const found = async (outage: string, operation: string) => {
  const { failures, tried } = await everyOutageStepped(promotionThat('none'), {
    choose: (cases) => cases.filter((one) => one.outage === outage && one.isShort && one.call.operation === operation),
  });
  expect(tried).toBeGreaterThan(1);
  return failures.join('\n');
};

test('an action whose patience is counted in attempts does not outlast throttling, and is found', async () => {
  expect(await found('is throttled', 'PublishVersion')).toContain(
    'is throttled, and so do all such calls for 50 s: it did not get over it, and ended failed',
  );
}, 60_000);

test('one that gives up before it knows what users reach is found', async () => {
  expect(await found('is cut off after its effect', 'UpdateAlias')).toContain(
    'is cut off after its effect, and so does every call for 50 s: it ended unknown',
  );
}, 60_000);
