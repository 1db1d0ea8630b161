import { CloudWatchClient, DescribeAlarmHistoryCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { alarmArn, cloudwatchCloud, minute, region } from './cloudwatch-cloud.ts';
import { refusal } from './lambda-cloud.ts';

let test: Awaited<ReturnType<typeof cloudwatchCloud>>;
beforeEach(async () => {
  test = await cloudwatchCloud();
  await test.putAlarm('errors', { TreatMissingData: 'ignore' });
  await test.putAlarm('latency (p99)', { TreatMissingData: 'ignore' });
});
afterEach(() => test.cloud.stop());

const compose = async (AlarmName: string, AlarmRule: string) => {
  await test.advance(1_000);
  await test.send('PutCompositeAlarm', { AlarmName, AlarmRule });
};
const set = async (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') => {
  await test.advance(1_000);
  await test.send('SetAlarmState', { AlarmName, StateValue, StateReason: 'a test' });
};

it.each([
  ['ALARM(errors)', 'OK', 'ALARM'],
  [`ALARM("${alarmArn('errors')}")`, 'OK', 'ALARM'],
  ["OK(errors) OR INSUFFICIENT_DATA('latency (p99)')", 'ALARM', 'ALARM'],
  ['OK(errors) AND NOT OK("latency (p99)")', 'ALARM', 'OK'],
  ['NOT (ALARM(errors) OR FALSE) AND TRUE', 'ALARM', 'OK'],
  ['FALSE AND TRUE OR ALARM(errors)', 'OK', 'ALARM'],
])('follows %s at once', async (rule, whenOk, whenAlarm) => {
  await compose('any', rule);
  expect(await test.state('any')).toBe('INSUFFICIENT_DATA');
  await set('errors', 'OK');
  expect(await test.state('any')).toBe(whenOk);
  await set('errors', 'ALARM');
  expect(await test.state('any')).toBe(whenAlarm);
});

it('is compared within a minute of its creation, and follows other composite alarms', async () => {
  await compose('inner', 'ALARM(errors)');
  await compose('outer', 'ALARM(inner) OR ALARM("latency (p99)")');
  await test.advance(minute);
  expect(await test.state('outer')).toBe('OK');
  await set('errors', 'ALARM');
  expect(await test.state('outer')).toBe('ALARM');
});

it('keeps a state that is set until a child changes', async () => {
  await compose('any', 'ALARM(errors)');
  await test.advance(minute);
  await set('any', 'ALARM');
  await test.advance(10 * minute);
  expect(await test.state('any')).toBe('ALARM');
  await set('errors', 'OK');
  expect(await test.state('any')).toBe('OK');
});

it.each([
  ['ALARM(', 'ValidationException 400'],
  ['ALARM(errors) ALARM(errors)', 'ValidationException 400'],
  ['AT_LEAST(1, ALARM, (errors))', 'NotImplemented 501'],
  ['ALARM(gone)', 'Could not save the composite alarm as alarms [gone] in the alarm rule do not exist'],
])('refuses the rule %s', async (rule, expected) => {
  expect(await refusal(compose('any', rule))).toContain(expected);
});

it('describes metric alarms unless asked for more, and says nothing of names that it does not know', async () => {
  await compose('any', 'ALARM(errors)');
  const describe = async (input: object) => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await test.send('DescribeAlarms', input);
    return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName);
  };
  expect(await describe({ AlarmNames: ['errors', 'any', 'gone'] })).toEqual(['errors']);
  expect(await describe({ AlarmNames: ['errors', 'any'], AlarmTypes: ['CompositeAlarm'] })).toEqual(['any']);
  expect(await describe({ AlarmNamePrefix: 'lat' })).toEqual(['latency (p99)']);
  expect(await describe({ ChildrenOfAlarmName: 'any' })).toEqual(['errors']);
  expect(await describe({ ParentsOfAlarmName: 'errors' })).toEqual(['any']);
  expect(await describe({ StateValue: 'ALARM' })).toEqual([]);
  expect(await refusal(describe({ AlarmNames: ['errors'], AlarmNamePrefix: 'e' }))).toContain('400');
});

it('pages', async () => {
  const first = await test.send('DescribeAlarms', { MaxRecords: 1 });
  expect(first.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['errors']);
  const second = await test.send('DescribeAlarms', { MaxRecords: 1, NextToken: first.NextToken });
  expect(second.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['latency (p99)']);
  expect(second.NextToken).toBeUndefined();
});

it('ends a page where another kind begins, and has no log alarms', async () => {
  await compose('any', 'ALARM(errors)');
  const AlarmTypes = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;
  const first = await test.send('DescribeAlarms', { AlarmTypes: [...AlarmTypes] });
  expect(first).toMatchObject({ MetricAlarms: [{ AlarmName: 'errors' }, {}], CompositeAlarms: [], LogAlarms: [] });
  const second = await test.send('DescribeAlarms', { AlarmTypes: [...AlarmTypes], NextToken: first.NextToken });
  expect(second).toMatchObject({ MetricAlarms: [], CompositeAlarms: [{ AlarmName: 'any' }] });
  expect(second.NextToken).toBeUndefined();
});

it('tells the history of the kinds that are asked for, page by page', async () => {
  await compose('any', 'ALARM(errors)');
  await set('errors', 'ALARM');
  await set('errors', 'OK');
  const tell = async (more: object) => {
    await test.advance(1_000);
    const every = { HistoryItemType: 'StateUpdate', ScanBy: 'TimestampAscending' } as const;
    return test.send('DescribeAlarmHistory', { ...every, ...more });
  };
  const summaries = async (more: object) =>
    (await tell(more)).AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary);
  expect(await summaries({ AlarmName: 'any' })).toEqual([]);
  const composite = { AlarmName: 'any', AlarmTypes: ['CompositeAlarm'] };
  const all = ['Alarm updated from INSUFFICIENT_DATA to ALARM', 'Alarm updated from ALARM to OK'];
  expect(await summaries(composite)).toEqual(all);
  const { NextToken } = await tell({ ...composite, MaxRecords: 1 });
  expect(await summaries({ ...composite, MaxRecords: 1, NextToken })).toEqual(all.slice(1));
});

it('finds the alarms of a metric', async () => {
  const find = (MetricName: string) => test.send('DescribeAlarmsForMetric', { Namespace: 'app', MetricName });
  expect((await find('errors')).MetricAlarms).toHaveLength(2);
  expect((await find('other')).MetricAlarms).toEqual([]);
});

it('deletes all or none, and nothing that a composite alarm depends on', async () => {
  await compose('any', 'ALARM(errors)');
  const remove = (...AlarmNames: string[]) => test.send('DeleteAlarms', { AlarmNames });
  expect(await refusal(remove('latency (p99)', 'gone'))).toContain('ResourceNotFound 404');
  expect(await refusal(remove('errors'))).toContain('there are composite alarm(s) depending on it');
  expect(await test.state('latency (p99)')).toBeDefined();
  await test.advance(1_000);
  await remove('any');
  await remove('errors', 'latency (p99)');
  expect(await test.state('errors')).toBeUndefined();
});

it('enables and disables actions, and keeps tags', async () => {
  await test.send('DisableAlarmActions', { AlarmNames: ['errors'] });
  const { MetricAlarms } = await test.send('DescribeAlarms', { AlarmNames: ['errors'] });
  expect(MetricAlarms?.[0]?.ActionsEnabled).toBe(false);
  const ResourceARN = alarmArn('errors');
  await test.send('TagResource', { ResourceARN, Tags: [{ Key: 'team', Value: 'a' }] });
  expect(await test.send('ListTagsForResource', { ResourceARN })).toMatchObject({
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  await test.send('UntagResource', { ResourceARN, TagKeys: ['team'] });
  expect(await test.send('ListTagsForResource', { ResourceARN })).toMatchObject({ Tags: [] });
  expect(await refusal(test.send('ListTagsForResource', { ResourceARN: alarmArn('gone') }))).toContain('404');
});

it('needs DescribeAlarms and DescribeAlarmHistory on the alarm, and on * for composite ones', async () => {
  await test.cloud.control.registerCredential({
    accessKeyId: 'AKIALIMITED000000000',
    policy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'cloudwatch:DescribeAlarm*', Resource: alarmArn('errors') }],
    },
  });
  const limited = new CloudWatchClient({
    endpoint: test.cloud.endpoint,
    region,
    credentials: { accessKeyId: 'AKIALIMITED000000000', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  const describe = (input: object) => limited.send(new DescribeAlarmsCommand(input));
  expect((await describe({ AlarmNames: ['errors'] })).MetricAlarms).toHaveLength(1);
  expect(await refusal(describe({ AlarmNames: ['latency (p99)'] }))).toContain('AccessDenied');
  expect(await refusal(describe({ AlarmNames: ['errors'], AlarmTypes: ['CompositeAlarm'] }))).toContain('AccessDenied');
  const tell = (input: object) => limited.send(new DescribeAlarmHistoryCommand({ AlarmName: 'errors', ...input }));
  expect((await tell({})).AlarmHistoryItems).toHaveLength(1);
  expect(await refusal(tell({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }))).toContain('AccessDenied');
  expect(await test.cloud.control.journal()).toContainEqual(
    expect.objectContaining({ denied: { action: 'cloudwatch:DescribeAlarms', resource: '*' } }),
  );
});
