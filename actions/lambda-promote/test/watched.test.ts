import { codeOf } from '@actions-aws/testing';
import { CloudWatchClient, type CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import { awsAlarms } from '../src/canary/alarms.ts';
import { awsTraffic } from '../src/canary/traffic.ts';
import { setAlarm } from './support/alarm.ts';
import { type StageWorld, stageWorld } from './support/stage-world.ts';

let the: StageWorld;
let cloudwatch: CloudWatchClient;
beforeEach(async () => {
  the = await stageWorld();
  await the.cloud.control.call('cloudwatch.delay', { lambda: 0 }, { region: 'eu-west-1' });
  cloudwatch = new CloudWatchClient({ ...(the.settings as CloudWatchClientConfig) });
});
afterEach(async () => {
  cloudwatch.destroy();
  await the.stop();
});

const MINUTE = 60_000;
const route = { functionName: 'search-api', alias: 'live', version: '1' };

/** Lets the next minute begin, and some of it pass. */
async function into(ms: number): Promise<number> {
  const now = the.cloud.clock.now();
  await the.pass(Math.ceil((now + 1) / MINUTE) * MINUTE + ms - now);
  return the.cloud.clock.now();
}

test('calls of the minute in which a share began may be of before, and do not count as known', async () => {
  await the.promote({ code: codeOf('v1') });
  await into(20_000);
  await the.use();
  const from = await (async () => {
    await the.pass(20_000);
    return the.cloud.clock.now();
  })();
  await the.pass(5 * MINUTE);
  const traffic = awsTraffic(cloudwatch);
  const count = async () => {
    const now = the.cloud.clock.now();
    return (await traffic.count([route], { from, to: now, settled: now - MINUTE }))[0];
  };
  expect(await count()).toMatchObject({ invocations: 1, settled: { invocations: 0 } });
  await into(0);
  await the.use();
  await the.pass(90_000);
  expect(await count()).toMatchObject({ invocations: 2, settled: { invocations: 0 } });
  await the.pass(MINUTE);
  expect(await count()).toMatchObject({ invocations: 2, settled: { invocations: 1, errors: 0, untold: 0 } });
});

test('more metrics are counted than one request takes', async () => {
  await the.promote({ code: codeOf('v1') });
  const from = await into(0);
  await the.use();
  await the.pass(2 * MINUTE);
  const unknown = Array.from({ length: 250 }, (_, index) => ({ ...route, version: `${index + 2}` }));
  await the.cloud.control.clearJournal();
  const now = the.cloud.clock.now();
  const counted = await awsTraffic(cloudwatch).count([...unknown, route], { from, to: now, settled: now });
  expect(counted).toHaveLength(251);
  expect(counted.at(-1)).toEqual({
    invocations: 1,
    errors: 0,
    settled: { invocations: 1, errors: 0, untold: 0 },
  });
  const asked = await the.cloud.control.journal();
  expect(asked.filter(({ operation }) => operation === 'GetMetricData')).toHaveLength(2);
});

test('more alarms are read than one request takes, of each kind', async () => {
  const names = Array.from({ length: 101 }, (_, index) => `alarm-${index}`);
  for (const AlarmName of names) {
    await setAlarm(the, 'search-api', { AlarmName });
    // Three a second: that is AWS's quota.
    await the.pass(350);
  }
  const found = await awsAlarms(cloudwatch).read([...names, 'gone']);
  expect(found.map(({ name }) => name).sort()).toEqual([...names].sort());
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

test.each<[string, Parameters<typeof setAlarm>[2], number]>([
  ['one minute', { Period: 60 }, 60_000],
  ['three of three minutes', { Period: 60, EvaluationPeriods: 3 }, 180_000],
  ['two of three minutes', { Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2 }, 120_000],
  ['five minutes, which one bad minute may spoil', { Period: 300 }, 60_000],
  ['three times five minutes', { Period: 300, EvaluationPeriods: 3 }, 660_000],
  ['ten seconds', { Period: 10, EvaluationPeriods: 2 }, 20_000],
  ['metric math', { ...math(300), EvaluationPeriods: 2 }, 360_000],
])('an alarm over %s needs so long at the least', async (_, otherwise, needsMs) => {
  await setAlarm(the, 'search-api', { AlarmName: 'any', ...otherwise });
  expect(await awsAlarms(cloudwatch).read(['any'])).toMatchObject([{ needsMs }]);
});
