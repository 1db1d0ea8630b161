import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { account, alarmArn, cloudwatchCloud, metric, minute, region, start } from './cloudwatch-cloud.ts';
import { refusal } from './lambda-cloud.ts';

let test: Awaited<ReturnType<typeof cloudwatchCloud>>;
beforeEach(async () => {
  test = await cloudwatchCloud();
  await test.delay({ custom: 0 });
  await test.advance(60 * minute);
});
afterEach(() => test.cloud.stop());

const seconds = (count: number) => test.advance(count * 1_000);

it('begins without data, goes to ALARM and comes back, and remembers when', async () => {
  await test.putAlarm('errors', { TreatMissingData: 'notBreaching' });
  expect(await test.state('errors')).toBe('INSUFFICIENT_DATA');
  await test.advance(minute);
  expect(await test.state('errors')).toBe('OK');
  await test.put(61, 3);
  await test.advance(minute);
  const { MetricAlarms = [] } = await test.send('DescribeAlarms', { AlarmNames: ['errors'] });
  expect(MetricAlarms).toMatchObject([
    {
      AlarmName: 'errors',
      AlarmArn: alarmArn('errors'),
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed: 1 datapoint [3.0] was greater than the threshold (0.0).',
      StateUpdatedTimestamp: test.at(62),
    },
  ]);
  await test.advance(5 * minute);
  expect(await test.state('errors')).toBe('OK');
  const { AlarmHistoryItems = [] } = await test.send('DescribeAlarmHistory', {
    AlarmName: 'errors',
    HistoryItemType: 'StateUpdate',
    ScanBy: 'TimestampAscending',
  });
  expect(AlarmHistoryItems.map(({ Timestamp, HistorySummary }) => [Timestamp, HistorySummary])).toEqual([
    [test.at(61), 'Alarm updated from INSUFFICIENT_DATA to OK'],
    [test.at(62), 'Alarm updated from OK to ALARM'],
    // Missing data are not used while there are real ones in the three minutes that it looks back on.
    [test.at(65), 'Alarm updated from ALARM to OK'],
  ]);
});

it('goes to ALARM when M of N breach, in any order, and back when fewer do', async () => {
  await test.putAlarm('errors', { EvaluationPeriods: 5, DatapointsToAlarm: 3 });
  await test.put(56, 0, 1, 0, 1, 0);
  await seconds(60);
  expect(await test.state('errors')).toBe('OK');
  await test.put(61, 1);
  await seconds(60);
  expect(await test.state('errors')).toBe('ALARM');
  await test.put(62, 0);
  await seconds(60);
  expect(await test.state('errors')).toBe('OK');
});

it('does not see late data until they are there', async () => {
  await test.delay({ custom: 90_000 });
  await test.putAlarm('errors');
  await test.put(60, 1);
  await seconds(60);
  expect(await test.state('errors')).toBe('INSUFFICIENT_DATA');
  await seconds(60);
  expect(await test.state('errors')).toBe('ALARM');
});

// The tables and the paragraph below them, of AWS's user guide: alarms-and-missing-data.
type Row = [data: string, m: number, missing: string, ignore: string, breaching: string, notBreaching: string];
const kept = 'kept';
it.each<Row>([
  ['0-X-X', 3, 'OK', 'OK', 'OK', 'OK'],
  ['----0', 3, 'OK', 'OK', 'OK', 'OK'],
  ['-----', 3, 'INSUFFICIENT_DATA', kept, 'ALARM', 'OK'],
  ['0XX-X', 3, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['--X--', 3, 'ALARM', kept, 'ALARM', 'OK'],
  ['----X', 3, 'INSUFFICIENT_DATA', kept, 'ALARM', 'OK'],
  ['---X-', 3, 'INSUFFICIENT_DATA', kept, 'ALARM', 'OK'],
  ['0-X-X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['00X0X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0-X--', 2, 'OK', 'OK', 'ALARM', 'OK'],
  ['----0', 2, 'OK', 'OK', 'ALARM', 'OK'],
  ['---X-', 2, 'ALARM', kept, 'ALARM', 'OK'],
])('of %s, %i of 3, missing data make what AWS says', async (data, DatapointsToAlarm, ...expected) => {
  const policies = ['missing', 'ignore', 'breaching', 'notBreaching'];
  await test.put(56, ...[...data].map((each) => (each === '-' ? undefined : each === 'X' ? 1 : 0)));
  for (const TreatMissingData of policies) {
    await test.putAlarm(TreatMissingData, { EvaluationPeriods: 3, DatapointsToAlarm, TreatMissingData });
    // As slowly as AWS takes PutMetricAlarm; still within the minute.
    await seconds(1);
  }
  await seconds(59);
  const states = await Promise.all(policies.map((name) => test.state(name)));
  expect(states).toEqual(expected.map((each) => (each === kept ? 'INSUFFICIENT_DATA' : each)));
});

it('keeps its state with ignore, whatever it is', async () => {
  await test.putAlarm('errors', { TreatMissingData: 'ignore' });
  await test.put(60, 1);
  await seconds(60);
  expect(await test.state('errors')).toBe('ALARM');
  await test.advance(60 * minute);
  expect(await test.state('errors')).toBe('ALARM');
});

it('slides over longer periods minute by minute', async () => {
  await test.putAlarm('errors', { Period: 300, Statistic: 'Sum', Threshold: 5 });
  await test.put(58, 2, 2, 2);
  await seconds(60);
  expect(await test.state('errors')).toBe('ALARM');
});

it('watches metric math', async () => {
  await test.send('PutMetricAlarm', {
    AlarmName: 'rate',
    Metrics: [
      { Id: 'rate', Expression: '100 * FILL(bad, 0) / all', Label: 'error rate' },
      { ...metric('bad', 'errors'), ReturnData: false },
      { ...metric('all', 'requests'), ReturnData: false },
    ],
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
  const requests = (Value: number, at: number) =>
    test.send('PutMetricData', {
      Namespace: 'app',
      MetricData: [{ MetricName: 'requests', Value, Timestamp: test.at(at) }],
    });
  await requests(100, 60);
  await seconds(60);
  expect(await test.state('rate')).toBe('OK');
  await requests(100, 61);
  await test.put(61, 5);
  await seconds(60);
  expect(await test.state('rate')).toBe('ALARM');
});

it.each([
  ['bad / none', 'No metric or expression has the Id none'],
  ['SUM(bad)', 'must return a time series, not a number'],
  ['IF(bad)', 'The function IF needs more than 1 arguments'],
])('refuses to watch %s', async (Expression, expected) => {
  const alarm = test.send('PutMetricAlarm', {
    AlarmName: 'rate',
    Metrics: [
      { Id: 'rate', Expression },
      { ...metric('bad', 'errors'), ReturnData: false },
    ],
    EvaluationPeriods: 1,
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  expect(await refusal(alarm)).toContain(expected);
});

it('waits for enough samples of a percentile, if told so', async () => {
  const percentile = { ExtendedStatistic: 'p90', EvaluateLowSampleCountPercentile: 'ignore' };
  const { Statistic: _, ...alarm } = { Statistic: undefined, AlarmName: 'slow', ...percentile };
  await test.send('PutMetricAlarm', {
    ...alarm,
    Namespace: 'app',
    MetricName: 'time',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  const publish = (count: number) =>
    test.send('PutMetricData', {
      Namespace: 'app',
      MetricData: [{ MetricName: 'time', Values: [1], Counts: [count], Timestamp: test.at(60) }],
    });
  await publish(99);
  await seconds(60);
  expect(await test.state('slow')).toBe('INSUFFICIENT_DATA');
  await publish(1);
  await seconds(60);
  expect(await test.state('slow')).toBe('ALARM');
});

it('takes a state that is set until the next comparison', async () => {
  await test.putAlarm('errors', { TreatMissingData: 'notBreaching' });
  await seconds(60);
  await test.send('SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a test' });
  expect(await test.state('errors')).toBe('ALARM');
  await seconds(60);
  expect(await test.state('errors')).toBe('OK');
});

it.each([
  ['EVALUATION_ERROR', 'OK'],
  ['EVALUATION_FAILURE', 'OK'],
  ['PARTIAL_DATA', 'ALARM'],
])('with %s it is %s where data breach', async (evaluationState, expected) => {
  const impair = (change: object) =>
    test.cloud.control.call('cloudwatch.impair', { alarmName: 'errors', ...change }, { account, region });
  await test.putAlarm('errors', { TreatMissingData: 'notBreaching' });
  await seconds(60);
  await impair({ evaluationState });
  await test.put(61, 3);
  await seconds(60);
  const { MetricAlarms = [] } = await test.send('DescribeAlarms', { AlarmNames: ['errors'] });
  expect(MetricAlarms).toMatchObject([{ StateValue: expected, EvaluationState: evaluationState }]);
  await impair({});
  await test.put(62, 3);
  await seconds(60);
  const { MetricAlarms: [mended] = [] } = await test.send('DescribeAlarms', { AlarmNames: ['errors'] });
  expect(mended?.EvaluationState).toBeUndefined();
  expect(mended?.StateValue).toBe('ALARM');
});

it('keeps state and rhythm when it is changed', async () => {
  await test.putAlarm('errors');
  await test.put(60, 1);
  await seconds(60);
  await test.putAlarm('errors', { Threshold: 100, Tags: [{ Key: 'a', Value: 'b' }] });
  expect(await test.state('errors')).toBe('ALARM');
  expect(await test.send('ListTagsForResource', { ResourceARN: alarmArn('errors') })).toMatchObject({ Tags: [] });
  await seconds(60);
  expect(await test.state('errors')).toBe('OK');
});

it('goes on after a restore, from where it was', async () => {
  await test.putAlarm('errors', { TreatMissingData: 'notBreaching' });
  await seconds(60);
  await test.put(61, 1);
  await test.cloud.control.snapshot('before');
  await seconds(60);
  expect(await test.state('errors')).toBe('ALARM');
  await test.cloud.control.restore('before');
  expect(await test.state('errors')).toBe('OK');
  await seconds(60);
  expect(await test.state('errors')).toBe('ALARM');
  expect(await test.cloud.control.now()).toBe(start + 62 * minute);
});

it('comes to the same, however time passes', async () => {
  const run = async (...steps: number[]) => {
    await test.cloud.control.restore('begin');
    for (const step of steps) {
      await test.advance(step);
      await test.state('errors');
    }
    const { AlarmHistoryItems } = await test.send('DescribeAlarmHistory', { AlarmName: 'errors' });
    return AlarmHistoryItems;
  };
  await test.putAlarm('errors', { EvaluationPeriods: 2, TreatMissingData: 'notBreaching' });
  await test.put(60, 1, 1, 0, 1, 1, 1);
  await test.cloud.control.snapshot('begin');
  const day = await run(24 * 60 * minute);
  expect(day?.length).toBeGreaterThan(3);
  expect(await run(...Array.from({ length: 48 }, () => 30 * minute))).toEqual(day);
  expect(await run(...Array.from({ length: 90 }, () => 7_000), 24 * 60 * minute - 90 * 7_000)).toEqual(day);
});

it.each<[Partial<PutMetricAlarmInput>, string]>([
  [{ Period: 61 }, 'ValidationException 400: The value 61 for parameter Period'],
  [{ Period: 60, EvaluationPeriods: 1_441 }, 'Metrics cannot be checked across more than 86400 seconds'],
  [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm is 2; it must be 1 to 1'],
  [{ ExtendedStatistic: 'p99' }, 'InvalidParameterCombinationException'],
  [{ TreatMissingData: 'good' }, 'ValidationException 400: The value good for parameter TreatMissingData'],
  [{ AlarmName: '' }, 'must have 1 to 255 characters'],
  [{ Metrics: [metric('m', 'errors')] }, 'Metrics and MetricName exclude each other'],
  [{ ComparisonOperator: 'GreaterThanUpperThreshold' }, 'NotImplemented 501'],
])('refuses an alarm with %j', async (more, expected) => {
  expect(await refusal(test.putAlarm('errors', more))).toContain(expected);
});

it('takes three alarms a second', async () => {
  for (const name of ['a', 'b', 'c']) await test.putAlarm(name);
  expect(await refusal(test.putAlarm('d'))).toBe('ThrottlingException 400: Rate exceeded');
});
