import { PutCompositeAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { firedSince, fires, isFiring, readAlarms } from '../src/index.ts';
import { type GateWorld, gateWorld } from './support/world.ts';

let the: GateWorld;
beforeEach(async () => {
  the = await gateWorld();
});
afterEach(() => the.stop());

test('more alarms are read than one request takes, of each kind', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
  // Each lets time pass: AWS's quota is three a second.
  for (const name of names) await the.set(name);
  const found = await the.ask((alarms) => alarms.read([...names, 'gone']));
  expect(found.map(({ name }) => name).sort()).toEqual([...names].sort());
});

test('no alarm is read where none is named', async () => {
  await the.cloud.control.clearJournal();
  expect(await the.ask((alarms) => readAlarms([], alarms))).toEqual([]);
  expect(await the.cloud.control.journal()).toEqual([]);
});

test('an alarm that is not there is an error that names it', async () => {
  await the.set('errors');
  await expect(the.ask((alarms) => readAlarms(['errors', 'eror', 'latency'], alarms))).rejects.toMatchObject({
    name: 'UserError',
    message: 'Input `alarms` names eror, latency, but there is no such alarm in this region.',
    hint: expect.stringContaining('describe-alarms'),
  });
});

test('an alarm that fires is told with its reason, a composite one too', async () => {
  await the.set('errors');
  await the.people.send(new PutCompositeAlarmCommand({ AlarmName: 'any', AlarmRule: 'ALARM("errors")' }));
  await the.spoil('errors', 0);
  await the.pass(130_000);
  const firing = (await the.ask((alarms) => readAlarms(['any', 'errors'], alarms))).filter(isFiring);
  expect(firing.map(({ name, kind }) => [name, kind]).sort()).toEqual([
    ['any', 'CompositeAlarm'],
    ['errors', 'MetricAlarm'],
  ]);
  const errors = firing.find(({ name }) => name === 'errors');
  expect(errors && fires(errors, 'already')).toMatch(/^The alarm errors fires already \(.*[^.]\)\.$/);
});

test('an alarm that fired and recovered is known by what it did', async () => {
  await the.set('errors');
  const since = the.now();
  await the.spoil('errors', 0, 1);
  await the.pass(300_000);
  const later = the.now();
  const asked = (from: number) =>
    the.ask(async (alarms) => {
      const found = await readAlarms(['errors'], alarms);
      return [found[0]?.state, await firedSince(found, from, alarms, new AbortController().signal)];
    });
  expect(await asked(since)).toEqual(['OK', ['errors']]);
  expect(await asked(later)).toEqual(['OK', []]);
});

const math = (Period: number) => ({
  MetricName: undefined,
  Namespace: undefined,
  Dimensions: undefined,
  Statistic: undefined,
  Period: undefined,
  Metrics: [
    { Id: 'rate', Expression: '100 * errors', Label: 'rate' },
    {
      Id: 'errors',
      MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors' }, Period, Stat: 'Sum' },
      ReturnData: false,
    },
  ],
});

test.each<[string, Partial<PutMetricAlarmCommandInput>, number]>([
  ['one minute', { Period: 60 }, 60_000],
  ['three of three minutes', { Period: 60, EvaluationPeriods: 3 }, 180_000],
  ['two of three minutes', { Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2 }, 120_000],
  ['five minutes, which one bad minute may spoil', { Period: 300 }, 60_000],
  ['three times five minutes', { Period: 300, EvaluationPeriods: 3 }, 660_000],
  ['ten seconds', { Period: 10, EvaluationPeriods: 2 }, 20_000],
  ['metric math', { ...math(300), EvaluationPeriods: 2 } as Partial<PutMetricAlarmCommandInput>, 360_000],
])('an alarm over %s needs so long at the least', async (_, otherwise, needsMs) => {
  await the.set('any', otherwise);
  expect(await the.ask((alarms) => alarms.read(['any']))).toMatchObject([{ needsMs }]);
});
