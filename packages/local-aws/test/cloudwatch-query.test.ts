import { cloudwatchCloud, region } from './cloudwatch-cloud.ts';

let test: Awaited<ReturnType<typeof cloudwatchCloud>>;
beforeEach(async () => {
  test = await cloudwatchCloud();
});
afterEach(() => test.cloud.stop());

/** A request as clients of before 2025 send it, such as Debian's AWS CLI; the signature is read and not verified. */
async function query(form: Record<string, string>) {
  const scope = `AKIAIOSFODNN7EXAMPLE/20260101/${region}/monitoring/aws4_request`;
  const answer = await fetch(test.cloud.endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Version: '2010-08-01', ...form }),
  });
  return { status: answer.status, body: await answer.text() };
}

it('speaks query too, of the same alarms', async () => {
  await test.putAlarm('errors');
  const { body } = await query({ Action: 'DescribeAlarms', 'AlarmNames.member.1': 'errors' });
  expect(body).toContain('<DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">');
  expect(body).toContain('<MetricAlarms><member><AlarmName>errors</AlarmName>');
  await query({
    Action: 'PutMetricData',
    Namespace: 'app',
    'MetricData.member.1.MetricName': 'errors',
    'MetricData.member.1.Value': '3',
  });
  await test.advance(180_000);
  const read = await query({
    Action: 'GetMetricData',
    StartTime: '2026-01-01T00:00:00Z',
    EndTime: '2026-01-01T00:05:00Z',
    'MetricDataQueries.member.1.Id': 'm',
    'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'app',
    'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'errors',
    'MetricDataQueries.member.1.MetricStat.Period': '60',
    'MetricDataQueries.member.1.MetricStat.Stat': 'Sum',
  });
  expect(read.body).toContain('<Timestamps><member>2026-01-01T00:00:00.000Z</member></Timestamps>');
  expect(read.body).toContain('<Values><member>3</member></Values><StatusCode>Complete</StatusCode>');
});

it('names errors as query always has', async () => {
  const missing = await query({ Action: 'DeleteAlarms', 'AlarmNames.member.1': 'gone' });
  expect(missing).toMatchObject({ status: 404, body: expect.stringContaining('<Code>ResourceNotFound</Code>') });
  const odd = await query({ Action: 'PutMetricData', Namespace: 'AWS/x' });
  expect(odd).toMatchObject({ status: 400, body: expect.stringContaining('<Code>InvalidParameterValue</Code>') });
  const { headers } = await fetch(test.cloud.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=A/20260101/${region}/monitoring/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
    },
    body: '{"Namespace":"AWS/x"}',
  });
  expect(headers.get('x-amzn-query-error')).toBe('InvalidParameterValue;Sender');
});
