import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../kernel/service.ts';
import { filter } from './filter-pattern.ts';
import { groupOf, invalid, on, resource, streamOf } from './groups.ts';
import { page } from './paging.ts';
import type { LogEvent, LogsState } from './state.ts';

const longestPage = 10_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export const getLogEvents: Operation<LogsState, sdk.GetLogEventsRequest, sdk.GetLogEventsResponse> = {
  takes: [
    'logStreamName',
    'logGroupName',
    'logGroupIdentifier',
    'startTime',
    'endTime',
    'nextToken',
    'limit',
    'startFromHead',
  ],
  resource,
  authorizes: on('GetLogEvents'),
  run(call, input) {
    const { startFromHead = false, nextToken, limit = longestPage } = input;
    const events = within(streamOf(call, input).events, input);
    const [from, to] = bounds(events.length, limit, startFromHead, nextToken);
    return {
      events: events.slice(from, to).map(shown),
      // At an end of the stream, the same token as was passed in.
      nextForwardToken: `f/${to}`,
      nextBackwardToken: `b/${from}`,
    };
  },
};

function bounds(length: number, limit: number, fromHead: boolean, token: string | undefined): [number, number] {
  const match = /^([fb])\/(\d+)$/.exec(token ?? '');
  if (token !== undefined && !match) throw invalid('The specified nextToken is invalid.');
  const at = match ? Math.min(Number(match[2]), length) : fromHead ? 0 : length;
  const forward = match ? match[1] === 'f' : fromHead;
  return forward ? [at, Math.min(length, at + limit)] : [Math.max(0, at - limit), at];
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const filterLogEvents: Operation<LogsState, sdk.FilterLogEventsRequest, sdk.FilterLogEventsResponse> = {
  takes: [
    'logGroupName',
    'logGroupIdentifier',
    'logStreamNames',
    'logStreamNamePrefix',
    'startTime',
    'endTime',
    'filterPattern',
    'nextToken',
    'limit',
  ],
  ignores: ['interleaved'],
  resource,
  authorizes: on('FilterLogEvents'),
  run(call, input) {
    const { logStreamNames, logStreamNamePrefix, limit = longestPage, nextToken, startTime, endTime } = input;
    if (logStreamNames && logStreamNamePrefix !== undefined)
      throw invalid('logStreamNames and logStreamNamePrefix exclude each other.');
    const matches = filter(input.filterPattern ?? '');
    const streams = [...groupOf(call, input).streams.values()].filter(
      ({ name }) => (logStreamNames?.includes(name) ?? true) && name.startsWith(logStreamNamePrefix ?? ''),
    );
    const found = streams
      .flatMap(({ name, events }) => within(events, { startTime, endTime }).map((event) => ({ name, event })))
      .filter(({ event }) => matches(event.message))
      .sort((a, b) => a.event.timestamp - b.event.timestamp);
    const { items, next } = page(found, limit, nextToken);
    return {
      events: items.map(({ name, event }) => ({ ...shown(event), logStreamName: name, eventId: event.id })),
      searchedLogStreams: [],
      ...(next !== undefined && { nextToken: next }),
    };
  },
};

/** From `startTime` on, and before `endTime`. */
function within(
  events: readonly LogEvent[],
  { startTime = 0, endTime = Infinity }: { startTime?: number | undefined; endTime?: number | undefined },
) {
  return events.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
}

function shown({ timestamp, message, ingested }: LogEvent) {
  return { timestamp, message, ingestionTime: ingested };
}
