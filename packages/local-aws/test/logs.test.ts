import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { type LocalAws, startLocalAws } from '../src/index.ts';

const start = Date.UTC(2026, 0, 1);
const hour = 3_600_000;
let cloud: LocalAws;
let logs: sdk.CloudWatchLogsClient;
beforeEach(async () => {
  cloud = await startLocalAws({ clock: { start, scale: 0 } });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  logs = new sdk.CloudWatchLogsClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  await logs.send(new sdk.CreateLogGroupCommand({ logGroupName: '/app' }));
  await logs.send(new sdk.CreateLogStreamCommand({ logGroupName: '/app', logStreamName: 's' }));
});
afterEach(() => cloud.stop());

const put = (...events: [at: number, message: string][]) =>
  logs.send(
    new sdk.PutLogEventsCommand({
      logGroupName: '/app',
      logStreamName: 's',
      logEvents: events.map(([at, message]) => ({ timestamp: start + at, message })),
    }),
  );
const get = (more: Partial<sdk.GetLogEventsCommandInput> = {}) =>
  logs.send(new sdk.GetLogEventsCommand({ logGroupName: '/app', logStreamName: 's', ...more }));
const messages = ({ events }: { events?: { message?: string | undefined }[] | undefined }) =>
  events?.map(({ message }) => message);

test('groups and streams are made once, and named by the rules', async () => {
  const again = logs.send(new sdk.CreateLogGroupCommand({ logGroupName: '/app' }));
  await expect(again).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
    $metadata: { httpStatusCode: 400 },
  });
  const odd = logs.send(new sdk.CreateLogGroupCommand({ logGroupName: 'a b' }));
  await expect(odd).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const missing = logs.send(new sdk.CreateLogStreamCommand({ logGroupName: '/none', logStreamName: 's' }));
  await expect(missing).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  });
});

test('a batch must be in order and within a day', async () => {
  await expect(put([2, 'b'], [1, 'a'])).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Log events in a single PutLogEvents request must be in chronological order.',
  });
  await expect(put([-25 * hour, 'a'], [0, 'b'])).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('what is too old or too new is left out, and said', async () => {
  const old = await put([-15 * 24 * hour, 'old']);
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  const ahead = await put([0, 'now'], [3 * hour, 'ahead']);
  expect(ahead.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  expect(messages(await get())).toEqual(['now']);
});

test('pages go back from the end, or forth from the head', async () => {
  await put([1, 'a'], [2, 'b'], [3, 'c']);
  const last = await get({ limit: 2 });
  expect(messages(last)).toEqual(['b', 'c']);
  expect(messages(await get({ limit: 2, nextToken: last.nextBackwardToken }))).toEqual(['a']);
  const head = await get({ limit: 2, startFromHead: true });
  expect(messages(head)).toEqual(['a', 'b']);
  const end = await get({ limit: 2, nextToken: head.nextForwardToken });
  expect(messages(end)).toEqual(['c']);
  expect((await get({ nextToken: end.nextForwardToken })).nextForwardToken).toBe(end.nextForwardToken);
});

test.each([
  ['ERROR', ['ERROR one', 'ERROR two WARN']],
  ['ERROR WARN', ['ERROR two WARN']],
  ['ERROR -WARN', ['ERROR one']],
  ['?one ?info', ['ERROR one', 'info']],
  ['"two WARN"', ['ERROR two WARN']],
])('the pattern %s finds its events', async (filterPattern, found) => {
  await put([1, 'ERROR one'], [2, 'ERROR two WARN'], [3, 'info']);
  const answer = await logs.send(new sdk.FilterLogEventsCommand({ logGroupName: '/app', filterPattern }));
  expect(messages(answer)).toEqual(found);
});

test('a pattern that we cannot follow is refused, not guessed', async () => {
  const json = logs.send(
    new sdk.FilterLogEventsCommand({ logGroupName: '/app', filterPattern: '{ $.level = "ERROR" }' }),
  );
  await expect(json).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
});

test('groups and streams are listed', async () => {
  await put([5, 'a']);
  const groups = await logs.send(new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: '/a' }));
  expect(groups.logGroups).toMatchObject([
    { logGroupName: '/app', creationTime: start, arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/app:*' },
  ]);
  const streams = await logs.send(
    new sdk.DescribeLogStreamsCommand({ logGroupName: '/app', orderBy: 'LastEventTime' }),
  );
  expect(streams.logStreams).toMatchObject([{ logStreamName: 's', lastEventTimestamp: start + 5 }]);
});

test('what the model does not allow is refused in its words', async () => {
  const create = logs.send(new sdk.CreateLogGroupCommand({ logGroupName: 'a b' }));
  await expect(create).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      "1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+",
  });
  await expect(logs.send(new sdk.DescribeLogGroupsCommand({ limit: 51 }))).rejects.toMatchObject({
    message:
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  });
  const order = logs.send(
    new sdk.DescribeLogStreamsCommand({ logGroupName: '/app', orderBy: 'Size' as 'LogStreamName' }),
  );
  await expect(order).rejects.toMatchObject({
    message:
      "1 validation error detected: Value 'Size' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]",
  });
});

test('a group keeps tags, which are read by ARN and by name', async () => {
  await logs.send(new sdk.CreateLogGroupCommand({ logGroupName: '/tagged', tags: { team: 'web' } }));
  const resourceArn = 'arn:aws:logs:us-east-1:123456789012:log-group:/tagged';
  await logs.send(new sdk.TagResourceCommand({ resourceArn, tags: { stage: 'test' } }));
  await logs.send(new sdk.UntagLogGroupCommand({ logGroupName: '/tagged', tags: ['team'] }));
  expect((await logs.send(new sdk.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ stage: 'test' });
});

test('retention and streams can be taken away again', async () => {
  const group = async () => (await logs.send(new sdk.DescribeLogGroupsCommand({}))).logGroups?.[0];
  await logs.send(new sdk.PutRetentionPolicyCommand({ logGroupName: '/app', retentionInDays: 7 }));
  expect((await group())?.retentionInDays).toBe(7);
  await logs.send(new sdk.DeleteRetentionPolicyCommand({ logGroupName: '/app' }));
  expect((await group())?.retentionInDays).toBeUndefined();
  await logs.send(new sdk.DeleteLogStreamCommand({ logGroupName: '/app', logStreamName: 's' }));
  await expect(get()).rejects.toMatchObject({ message: 'The specified log stream does not exist.' });
});
