import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../../kernel/errors.ts';
import type { Operation, Place, Service } from '../../kernel/service.ts';
import { constrained } from './constraints.ts';
import {
  alreadyExists,
  ensureGroup,
  ensureStream,
  groupArn,
  groupOf,
  invalid,
  on,
  resource,
  streamOf,
} from './groups.ts';
import { page } from './paging.ts';
import { filterLogEvents, getLogEvents } from './read.ts';
import type { Group, LogsState, Stream } from './state.ts';
import { tagOperations } from './tags.ts';
import { putLogEvents } from './write.ts';

type LogsOperation<Input, Output> = Operation<LogsState, Input, Output>;

/** CloudWatch Logs, as far as one needs it to see why something failed. */
export function logs(): Service<LogsState> {
  return {
    name: 'logs',
    protocol: 'json-1.1',
    sdk,
    initialState: () => ({ groups: new Map() }),
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, each]) => [name, constrained(name, each as Operation<LogsState, object>)]),
    ),
  };
}

const createLogGroup: LogsOperation<sdk.CreateLogGroupRequest, void> = {
  takes: ['logGroupName', 'kmsKeyId', 'tags', 'logGroupClass'],
  resource,
  authorizes: on('CreateLogGroup'),
  run(call, { logGroupName = '', kmsKeyId, tags, logGroupClass = 'STANDARD' }) {
    if (logGroupClass !== 'STANDARD')
      throw new AwsError('NotImplemented', 501, `The local cloud does not implement logGroupClass ${logGroupClass}.`);
    if (call.state.groups.has(logGroupName)) throw alreadyExists('The specified log group already exists');
    ensureGroup(call, logGroupName, { kmsKeyId, ...(tags && { tags }) });
  },
};

const createLogStream: LogsOperation<sdk.CreateLogStreamRequest, void> = {
  takes: ['logGroupName', 'logStreamName'],
  resource,
  authorizes: (input, place) => on('CreateLogStream')({ logGroupName: input.logGroupName }, place),
  run(call, input) {
    const { logStreamName = '' } = input;
    const group = groupOf(call, input);
    if (group.streams.has(logStreamName)) throw alreadyExists('The specified log stream already exists');
    ensureStream(call, group, logStreamName);
  },
};

const deleteLogGroup: LogsOperation<sdk.DeleteLogGroupRequest, void> = {
  takes: ['logGroupName'],
  resource,
  authorizes: on('DeleteLogGroup'),
  run(call, input) {
    call.state.groups.delete(groupOf(call, input).name);
  },
};

const deleteLogStream: LogsOperation<sdk.DeleteLogStreamRequest, void> = {
  takes: ['logGroupName', 'logStreamName'],
  resource,
  authorizes: on('DeleteLogStream'),
  run(call, input) {
    groupOf(call, input).streams.delete(streamOf(call, input).name);
  },
};

const deleteRetentionPolicy: LogsOperation<sdk.DeleteRetentionPolicyRequest, void> = {
  takes: ['logGroupName'],
  resource,
  authorizes: on('DeleteRetentionPolicy'),
  run(call, input) {
    groupOf(call, input).retentionInDays = undefined;
  },
};

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const putRetentionPolicy: LogsOperation<sdk.PutRetentionPolicyRequest, void> = {
  takes: ['logGroupName', 'retentionInDays'],
  resource,
  authorizes: on('PutRetentionPolicy'),
  run(call, input) {
    const { retentionInDays = 0 } = input;
    if (!retentions.includes(retentionInDays))
      throw invalid(`retentionInDays is ${retentionInDays}; it must be one of ${retentions.join(', ')}`);
    groupOf(call, input).retentionInDays = retentionInDays;
  },
};

const describeLogGroups: LogsOperation<sdk.DescribeLogGroupsRequest, sdk.DescribeLogGroupsResponse> = {
  takes: ['logGroupNamePrefix', 'logGroupNamePattern', 'nextToken', 'limit'],
  resource: (_, place) => groupArn(place, ''),
  authorizes: (_, place) => on('DescribeLogGroups')({}, place),
  run(call, { logGroupNamePrefix = '', logGroupNamePattern = '', limit = 50, nextToken }) {
    if (logGroupNamePrefix !== '' && logGroupNamePattern !== '')
      throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
    const found = [...call.state.groups.values()]
      .filter(
        ({ name }) =>
          name.startsWith(logGroupNamePrefix) && name.toLowerCase().includes(logGroupNamePattern.toLowerCase()),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(found, limit, nextToken);
    return { logGroups: items.map((group) => shownGroup(call, group)), ...(next !== undefined && { nextToken: next }) };
  },
};

function shownGroup(
  place: Place<LogsState>,
  { name, created, retentionInDays, kmsKeyId, streams }: Group,
): sdk.LogGroup {
  const arn = groupArn(place, name);
  return {
    logGroupName: name,
    creationTime: created,
    ...(retentionInDays !== undefined && { retentionInDays }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: 'STANDARD',
    storedBytes: [...streams.values()]
      .flatMap(({ events }) => events)
      .reduce((sum, { message }) => sum + Buffer.byteLength(message), 0),
  };
}

const describeLogStreams: LogsOperation<sdk.DescribeLogStreamsRequest, sdk.DescribeLogStreamsResponse> = {
  takes: ['logGroupName', 'logGroupIdentifier', 'logStreamNamePrefix', 'orderBy', 'descending', 'nextToken', 'limit'],
  resource,
  authorizes: on('DescribeLogStreams'),
  run(call, input) {
    const { logStreamNamePrefix = '', orderBy = 'LogStreamName', descending = false, limit = 50, nextToken } = input;
    if (orderBy === 'LastEventTime' && logStreamNamePrefix !== '')
      throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
    const group = groupOf(call, input);
    const found = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(logStreamNamePrefix))
      .sort(orderBy === 'LastEventTime' ? byLastEvent : (a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(descending ? found.reverse() : found, limit, nextToken);
    const arn = groupArn(call, group.name);
    return {
      logStreams: items.map((stream) => shownStream(arn, stream)),
      ...(next !== undefined && { nextToken: next }),
    };
  },
};

function byLastEvent(a: Stream, b: Stream): number {
  return (a.events.at(-1)?.timestamp ?? 0) - (b.events.at(-1)?.timestamp ?? 0);
}

function shownStream(group: string, { name, created, events }: Stream): sdk.LogStream {
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName: name,
    creationTime: created,
    arn: `${group}:log-stream:${name}`,
    storedBytes: 0,
    ...(first && { firstEventTimestamp: first.timestamp }),
    ...(last && { lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingested }),
  };
}

const operations = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DeleteLogGroup: deleteLogGroup,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  PutLogEvents: putLogEvents,
  PutRetentionPolicy: putRetentionPolicy,
  DeleteLogStream: deleteLogStream,
  DeleteRetentionPolicy: deleteRetentionPolicy,
  ...tagOperations,
};
