import { codeOf } from '@actions-aws/testing';
import { CloudWatchClient, type CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import { awsTraffic } from '../src/canary/traffic.ts';
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
