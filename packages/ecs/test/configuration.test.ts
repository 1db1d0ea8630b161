import { bakesMs, breakerOf, configurationIn, type JsonObject, pausesAt, sharesOf } from '../src/index.ts';

const configured = (deploymentConfiguration: JsonObject) => configurationIn({ deploymentConfiguration });

test('what a service does not say has the defaults of AWS', () => {
  expect(configurationIn({})).toMatchObject({
    strategy: 'ROLLING',
    bakeMinutes: 0,
    hooks: [],
    breaker: { enable: false, rollback: false, resetOnHealthyTask: true },
    linear: { stepPercent: 10, stepBakeMinutes: 6 },
    canary: { percent: 5, bakeMinutes: 10 },
  });
});

test.each<[string, JsonObject, string]>([
  ['that names its type', { targetType: 'PAUSE' }, 'PAUSE'],
  [
    'without a type that has a function',
    { hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f' },
    'AWS_LAMBDA',
  ],
  ['without either, as DescribeServices may tell of a pause', {}, 'PAUSE'],
  ['of a type from the future', { targetType: 'APPROVAL' }, 'APPROVAL'],
])('a hook %s', (_, hook, type) => {
  const { hooks } = configured({ lifecycleHooks: [{ ...hook, lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] });
  expect(hooks).toEqual([
    { type, stages: ['POST_TEST_TRAFFIC_SHIFT'], timeoutMinutes: undefined, timeoutAction: undefined },
  ]);
});

test('pauses are found by their stages; a function is none', () => {
  const stages = ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'];
  const configuration = configured({
    lifecycleHooks: [
      { targetType: 'AWS_LAMBDA', hookTargetArn: 'arn', lifecycleStages: stages },
      {
        targetType: 'PAUSE',
        lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
        timeoutConfiguration: { timeoutInMinutes: 30, action: 'ROLLBACK' },
      },
    ],
  });
  expect(pausesAt(configuration, stages)).toEqual([
    { type: 'PAUSE', stages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'], timeoutMinutes: 30, timeoutAction: 'ROLLBACK' },
  ]);
  expect(pausesAt(configuration, ['POST_PRODUCTION_TRAFFIC_SHIFT'])).toEqual([]);
});

test.each<[string, JsonObject, readonly number[]]>([
  ['BLUE_GREEN', {}, []],
  ['ROLLING', {}, []],
  ['LINEAR', {}, [10, 20, 30, 40, 50, 60, 70, 80, 90]],
  ['LINEAR', { linearConfiguration: { stepPercent: 25 } }, [25, 50, 75]],
  ['LINEAR', { linearConfiguration: { stepPercent: 33.3 } }, [33.3, 66.6, 99.9]],
  ['LINEAR', { linearConfiguration: { stepPercent: 100 } }, []],
  ['CANARY', {}, [5]],
  ['CANARY', { canaryConfiguration: { canaryPercent: 0.1 } }, [0.1]],
  ['CANARY', { canaryConfiguration: { canaryPercent: 100 } }, []],
])('%s %j stops at %j', (strategy, given, shares) => {
  expect(sharesOf(configured({ strategy, ...given }))).toEqual(shares);
});

test.each<[string, JsonObject, number]>([
  ['BLUE_GREEN', { bakeTimeInMinutes: 5 }, 5],
  ['LINEAR', { bakeTimeInMinutes: 5, linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 2 } }, 23],
  ['CANARY', { canaryConfiguration: { canaryPercent: 10 } }, 10],
  ['ROLLING', {}, 0],
])('%s %j takes %d minutes by itself', (strategy, given, minutes) => {
  expect(bakesMs(configured({ strategy, ...given }))).toBe(minutes * 60_000);
});

test.each<[string, JsonObject, number, object]>([
  ['is not there', {}, 4, { is: 'off', why: 'it has no circuit breaker' }],
  ['does not roll back', { enable: true, rollback: false }, 4, { is: 'off' }],
  ['has the default of four tasks', { enable: true, rollback: true }, 4, { is: 'on', failures: 3, isInARow: true }],
  ['has the default of a hundred tasks', { enable: true, rollback: true }, 100, { is: 'on', failures: 50 }],
  ['has the default of a thousand tasks', { enable: true, rollback: true }, 1000, { is: 'on', failures: 200 }],
  [
    'counts',
    { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 5 } },
    4,
    { is: 'on', failures: 5 },
  ],
  [
    'adds all failures up',
    { enable: true, rollback: true, resetOnHealthyTask: false },
    4,
    { is: 'on', failures: 3, isInARow: false },
  ],
  [
    'counts as far as ten failures of each task',
    { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 20 } },
    2,
    { is: 'on', failures: 20 },
  ],
  [
    'counts further',
    { enable: true, rollback: true, thresholdConfiguration: { type: 'COUNT', value: 21 } },
    2,
    { is: 'never', why: expect.stringContaining('21 failed tasks in a row') },
  ],
  [
    'counts as far as the default may, of few tasks',
    { enable: true, rollback: true, resetOnHealthyTask: false, thresholdConfiguration: { type: 'COUNT', value: 200 } },
    2,
    {
      is: 'never',
      why: 'its circuit breaker trips after 200 failed tasks, which is as good as never where 2 are desired',
    },
  ],
  [
    'has a share without a bound, of ten failures of each task and more',
    { enable: true, rollback: true, thresholdConfiguration: { type: 'UNBOUNDED_PERCENT', value: 1_001 } },
    100,
    { is: 'never' },
  ],
  [
    'counts to nothing',
    { enable: true, rollback: true, thresholdConfiguration: { type: 'UNBOUNDED_PERCENT', value: 0 } },
    4,
    { is: 'never' },
  ],
  [
    'has a share without a bound',
    { enable: true, rollback: true, thresholdConfiguration: { type: 'UNBOUNDED_PERCENT', value: 50 } },
    1000,
    { is: 'on', failures: 500 },
  ],
  [
    'is of a kind from the future',
    { enable: true, rollback: true, thresholdConfiguration: { type: 'FORTUNE', value: 1 } },
    4,
    { is: 'never' },
  ],
])('a breaker that %s', (_, deploymentCircuitBreaker, desiredCount, verdict) => {
  expect(breakerOf(configured({ deploymentCircuitBreaker }).breaker, desiredCount)).toMatchObject(verdict);
});
