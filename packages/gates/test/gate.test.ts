import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { Rules } from '../src/index.ts';
import { type Company, type GateWorld, gateWorld } from './support/world.ts';

let the: GateWorld;
beforeEach(async () => {
  the = await gateWorld();
  await the.set('errors');
});
afterEach(() => the.stop());

const rules: Rules = { alarms: ['errors'], onInsufficientData: 'hold', ignored: [] };

test('an alarm that stays OK for the time of the gate lets it pass', async () => {
  const ended = await the.watch({ rules });
  expect(ended).toMatchObject({ durationMs: 300_000, verdict: { is: 'passed', doubts: [] }, ignored: [] });
  expect(the.log.text()).toContain('10 % · 5m of 5m · alarms OK');
});

test('an alarm that fires ends it at once', async () => {
  await the.spoil('errors', 60_000);
  const ended = await the.watch({ rules });
  expect(ended?.verdict).toMatchObject({
    is: 'breached',
    because: [expect.stringMatching(/^the alarm errors fired/)],
  });
  expect(ended?.verdict).not.toHaveProperty('isUnknown');
  expect(ended?.durationMs).toBeLessThan(240_000);
});

test('an alarm that fires and recovers between two looks ends it, too', async () => {
  const ended = await the.watch({ rules }, async ({ connect, clock }) => {
    const cloudwatch = connect(CloudWatchClient);
    await clock.sleep(15_000);
    for (const StateValue of ['ALARM', 'OK'] as const) {
      await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'a test' }));
    }
  });
  expect(ended?.verdict).toMatchObject({
    is: 'breached',
    because: [expect.stringMatching(/^the alarm errors fired at .*, and does not any more$/)],
  });
});

test.each<[string, Partial<Rules>, object]>([
  ['goes on until the time of the run is used up', {}, { is: 'breached', isUnknown: true }],
  ['ends well', { onInsufficientData: 'pass' }, { is: 'passed' }],
  ['ends badly', { onInsufficientData: 'fail' }, { is: 'breached', isUnknown: true, hint: 'Put the alarm right.' }],
])('a gate whose alarm knows nothing: %s', async (_, rule, expected) => {
  await the.set('errors', { TreatMissingData: 'missing', MetricName: 'silent' });
  const ended = await the.watch({ rules: { ...rules, ...rule }, timeoutMs: 600_000 });
  expect(ended?.verdict).toMatchObject(expected);
  expect(ended?.durationMs).toBe(rule.onInsufficientData ? 300_000 : 600_000);
});

test('an alarm that fired before does not count until it has been OK', async () => {
  await the.spoil('errors', -60_000, 60);
  await the.pass(120_000);
  expect(await the.watch({ rules: { ...rules, ignored: ['errors'] } })).toMatchObject({
    verdict: { is: 'passed' },
    ignored: ['errors'],
  });
});

test('an alarm that is deleted meanwhile ends it', async () => {
  expect(await the.watch({ rules: { ...rules, alarms: ['errors', 'gone'] } })).toMatchObject({
    durationMs: 0,
    verdict: { is: 'breached', because: ['the alarm gone is gone'] },
  });
});

test('a candidate that is not this run’s any more ends it without a verdict', async () => {
  expect(await the.watch({ rules, renew: async () => false })).toBeUndefined();
});

test('CloudWatch may be silent for less than a minute, and not for longer', async () => {
  const silent = async (times: number) =>
    the.cloud.control.addFault({ operation: 'DescribeAlarms', kind: 'unavailable', times });
  await silent(2);
  expect((await the.watch({ rules }))?.verdict.is).toBe('passed');
  expect(the.log.text()).toContain('It is asked again.');
  await silent(100);
  await expect(the.watch({ rules })).rejects.toThrow(/read the alarms errors/);
});

test('a cancelled gate has no verdict', async () => {
  const cancel = async (means: Company) => {
    await means.clock.sleep(25_000);
    means.cancel();
  };
  await expect(the.watch({ rules }, cancel)).rejects.toThrow('The workflow was cancelled.');
});
