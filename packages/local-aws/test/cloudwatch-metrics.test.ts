import { account, cloudwatchCloud, metric, region } from './cloudwatch-cloud.ts';
import { refusal } from './lambda-cloud.ts';

let test: Awaited<ReturnType<typeof cloudwatchCloud>>;
beforeEach(async () => {
  test = await cloudwatchCloud();
  await test.delay({ custom: 0, listing: 0 });
  await test.advance(60 * 60_000);
});
afterEach(() => test.cloud.stop());

it('takes statistics of what a period holds, the end excluded', async () => {
  await test.put(50, 1, 2, 6, 9);
  const found = await test.read(
    50,
    53,
    ...['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'].map((stat) =>
      metric(stat.toLowerCase(), 'errors', stat, undefined, 180),
    ),
    metric('minutes', 'errors'),
  );
  expect(found).toEqual({
    sum: [[50, 9]],
    average: [[50, 3]],
    minimum: [[50, 1]],
    maximum: [[50, 6]],
    samplecount: [[50, 3]],
    minutes: [
      [50, 1],
      [51, 2],
      [52, 6],
    ],
  });
});

it('has percentiles of values, and none of statistic sets', async () => {
  const Values = Array.from({ length: 100 }, (_, index) => index + 1);
  await test.send('PutMetricData', {
    Namespace: 'app',
    MetricData: [
      { MetricName: 'time', Values, Timestamp: test.at(50) },
      {
        MetricName: 'set',
        StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 },
        Timestamp: test.at(50),
      },
    ],
  });
  expect(
    await test.read(50, 51, metric('a', 'time', 'p99'), metric('b', 'time', 'p99.9'), metric('c', 'set', 'p50')),
  ).toEqual({ a: [[50, 99]], b: [[50, 100]], c: [] });
});

it.each([
  ['100 * bad / all', [[50, 50]]],
  [
    'FILL(bad, 0) / all * 100',
    [
      [50, 50],
      [51, 0],
    ],
  ],
  [
    'IF(all > 3, 1, 0)',
    [
      [50, 1],
      [51, 0],
    ],
  ],
  [
    'IF(FILL(bad, 0) > 0 AND all >= 4, all, -1)',
    [
      [50, 4],
      [51, -1],
    ],
  ],
  [
    'SUM([bad, all])',
    [
      [50, 6],
      [51, 2],
    ],
  ],
  [
    'MAX(METRICS()) - MIN([all, bad])',
    [
      [50, 2],
      [51, 0],
    ],
  ],
  [
    'all - AVG(all)',
    [
      [50, 1],
      [51, -1],
    ],
  ],
  [
    'all / PERIOD(all) * 60',
    [
      [50, 4],
      [51, 2],
    ],
  ],
  ['all / (all - 2)', [[50, 2]]],
  [
    '2 ^ all - -1',
    [
      [50, 17],
      [51, 5],
    ],
  ],
  [
    'FILL(bad, REPEAT)',
    [
      [50, 2],
      [51, 2],
    ],
  ],
])('computes %s', async (Expression, expected) => {
  await test.send('PutMetricData', {
    Namespace: 'app',
    MetricData: [
      { MetricName: 'bad', Value: 2, Timestamp: test.at(50) },
      { MetricName: 'all', Value: 4, Timestamp: test.at(50) },
      { MetricName: 'all', Value: 2, Timestamp: test.at(51) },
    ],
  });
  const hidden = { ReturnData: false };
  expect(
    await test.read(
      50,
      52,
      { Id: 'e', Expression },
      { ...metric('bad', 'bad'), ...hidden },
      { ...metric('all', 'all'), ...hidden },
    ),
  ).toEqual({ e: expected });
});

it.each([
  [{ Id: 'E', Expression: '1' }, 'ValidationException 400: The value E for parameter MetricDataQueries.member.1.Id'],
  [{ Id: 'e' }, 'ValidationException 400: The query e must have exactly one of MetricStat and Expression'],
  [{ Id: 'e', Expression: 'none * 2' }, 'No metric or expression has the Id none'],
  [{ Id: 'e', Expression: 'e + 1' }, 'It refers to itself'],
  [{ Id: 'e', Expression: '1 + 1' }, 'must return a time series'],
  [{ Id: 'e', Expression: '(1' }, 'end of expression was not expected'],
  [{ Id: 'e', Expression: "SEARCH('x')" }, 'NotImplemented 501: The local cloud does not implement the metric math'],
  [metric('e', 'errors', 'p101'), 'InvalidParameterValueException 400: The value p101 for parameter Stat'],
  [metric('e', 'errors', 'tm99'), 'NotImplemented 501: The local cloud does not implement the statistic tm99'],
  [metric('e', 'errors', 'Sum', undefined, 61), 'ValidationException 400: The value 61 for parameter Period'],
])('refuses the query %j', async (query, expected) => {
  expect(await refusal(test.read(0, 1, query))).toContain(expected);
});

it('refuses an empty range and more than 500 queries', async () => {
  expect(await refusal(test.read(5, 5, metric('m', 'errors')))).toBe(
    'ValidationException 400: The parameter StartTime must be less than the parameter EndTime.',
  );
  const many = Array.from({ length: 501 }, (_, index) => metric(`m${index}`, 'errors'));
  expect(await refusal(test.read(0, 1, ...many))).toContain('must have 1 to 500 members, not 501');
});

it('pages by datapoints: what goes on is PartialData, what has ended does not come again', async () => {
  await test.put(50, 1, 2, 3);
  const ask = (NextToken?: string) =>
    test.send('GetMetricData', {
      StartTime: test.at(50),
      EndTime: test.at(55),
      MetricDataQueries: [metric('a', 'errors'), metric('b', 'errors', 'Maximum')],
      MaxDatapoints: 4,
      ...(NextToken && { NextToken }),
    });
  const first = await ask();
  expect(first.MetricDataResults).toMatchObject([
    { Id: 'a', StatusCode: 'Complete', Values: [3, 2, 1] },
    { Id: 'b', StatusCode: 'PartialData', Values: [3] },
  ]);
  const second = await ask(first.NextToken);
  expect(second.MetricDataResults).toMatchObject([{ Id: 'b', StatusCode: 'Complete', Values: [2, 1] }]);
  expect(second.NextToken).toBeUndefined();
  expect(await refusal(ask('else'))).toBe('InvalidNextToken 400: The next token specified is invalid.');
});

it('answers GetMetricStatistics in no order that one could rely on', async () => {
  await test.put(50, 1, 2);
  const ask = { Namespace: 'app', MetricName: 'errors', StartTime: test.at(50), EndTime: test.at(52) };
  const { Datapoints } = await test.send('GetMetricStatistics', { ...ask, Period: 60, Statistics: ['Sum'] });
  expect(Datapoints).toEqual([
    { Timestamp: test.at(51), Unit: 'None', Sum: 2 },
    { Timestamp: test.at(50), Unit: 'None', Sum: 1 },
  ]);
  const long = { ...ask, EndTime: test.at(1_500), Period: 60, Statistics: ['Sum' as const] };
  expect(await refusal(test.send('GetMetricStatistics', long))).toContain(
    'InvalidParameterCombinationException 400: You have requested up to 1450 datapoints',
  );
  expect(await refusal(test.send('GetMetricStatistics', { ...ask, Period: 60 }))).toBe(
    'MissingRequiredParameterException 400: The parameter Statistics is required.',
  );
});

it('is late with what is of the past, and keeps it for 15 days', async () => {
  await test.advance(4 * 60 * 60_000);
  await test.put(60, 7);
  const read = () => test.read(60, 61, metric('m', 'errors'));
  expect(await read()).toEqual({ m: [] });
  await test.advance(2 * 60 * 60_000);
  expect(await read()).toEqual({ m: [[60, 7]] });
  await test.advance(15 * 24 * 60 * 60_000);
  expect(await read()).toEqual({ m: [] });
});

it.each([
  ['AWS/Lambda', {}, 'InvalidParameterValueException 400: The value AWS/Lambda for parameter Namespace is invalid.'],
  ['app', { Value: 1, Values: [1] }, 'InvalidParameterCombinationException'],
  ['app', {}, 'MissingRequiredParameterException 400: The parameter MetricData.member.1.Value is required.'],
  ['app', { Value: 1, Timestamp: new Date(0) }, 'no more than two weeks in the past'],
])('refuses to publish in %s %j', async (Namespace, datum, expected) => {
  const call = test.send('PutMetricData', { Namespace, MetricData: [{ MetricName: 'errors', ...datum }] });
  expect(await refusal(call)).toContain(expected);
});

it('lists metrics by their dimensions, new ones after a while', async () => {
  await test.delay({ listing: 900_000 });
  await test.send('PutMetricData', {
    Namespace: 'app',
    MetricData: [
      { MetricName: 'errors', Value: 1 },
      { MetricName: 'errors', Value: 1, Dimensions: [{ Name: 'stage', Value: 'live' }] },
    ],
  });
  const list = async () =>
    (await test.send('ListMetrics', { Namespace: 'app', Dimensions: [{ Name: 'stage' }] })).Metrics;
  expect(await list()).toEqual([]);
  await test.advance(900_000);
  expect(await list()).toEqual([
    { Namespace: 'app', MetricName: 'errors', Dimensions: [{ Name: 'stage', Value: 'live' }] },
  ]);
});

it('counts right however many data a minute has, late ones too', async () => {
  await test.delay({ custom: 90_000 });
  for (let i = 0; i < 200; i++) {
    await test.put(60, 1);
    await test.advance(500);
  }
  // The last 180 of them are not 90 seconds old.
  const read = () => test.read(60, 61, metric('m', 'errors'), metric('n', 'errors', 'SampleCount'));
  expect(await read()).toEqual({ m: [[60, 21]], n: [[60, 21]] });
  await test.advance(90_000);
  expect(await read()).toEqual({ m: [[60, 200]], n: [[60, 200]] });
});

it.each([
  ['InternalError', []],
  ['Forbidden', []],
  ['PartialData', [4]],
])('ends one result with %s when it is told to, and the next one as ever', async (statusCode, Values) => {
  await test.put(60, 3, 4);
  await test.cloud.control.call('cloudwatch.answerNext', { statusCode, id: 'n' }, { account, region });
  const read = async () => {
    const answer = await test.send('GetMetricData', {
      StartTime: test.at(60),
      EndTime: test.at(62),
      MetricDataQueries: [metric('m', 'errors'), metric('n', 'errors')],
    });
    expect(answer.NextToken).toBeUndefined();
    return answer.MetricDataResults;
  };
  const whole = { StatusCode: 'Complete', Values: [4, 3] };
  expect(await read()).toMatchObject([whole, { StatusCode: statusCode, Values }]);
  expect(await read()).toMatchObject([whole, whole]);
});
