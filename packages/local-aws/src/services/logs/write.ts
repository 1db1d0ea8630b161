import type { PutLogEventsRequest, PutLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation, Place } from '../../kernel/service.ts';
import { ensureGroup, ensureStream, invalid, on, resource, streamOf } from './groups.ts';
import type { LogsState, Stream } from './state.ts';

// Limits: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
const largestBatch = 1_048_576;
const overhead = 26;
const hour = 3_600_000;

interface Event {
  readonly timestamp: number;
  readonly message: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const putLogEvents: Operation<LogsState, PutLogEventsRequest, PutLogEventsResponse> = {
  takes: ['logGroupName', 'logStreamName', 'logEvents'],
  ignores: ['sequenceToken'],
  resource,
  authorizes: on('PutLogEvents'),
  run(call, input) {
    const stream = streamOf(call, input);
    const events = (input.logEvents ?? []) as readonly Event[];
    assertBatch(events);
    const now = call.clock.now();
    const tooOld = events.filter(({ timestamp }) => timestamp < now - 14 * 24 * hour).length;
    const tooNew = events.findIndex(({ timestamp }) => timestamp > now + 2 * hour);
    append(stream, tooNew < 0 ? events.slice(tooOld) : events.slice(tooOld, tooNew), now);
    return {
      // Always accepted and no longer looked at, but still answered.
      nextSequenceToken: String(stream.events.length).padStart(56, '4'),
      ...((tooOld > 0 || tooNew >= 0) && {
        rejectedLogEventsInfo: {
          ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
          ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
        },
      }),
    };
  },
};

function assertBatch(events: readonly Event[]): void {
  if (events.length === 0 || events.length > 10_000) throw invalid('A batch holds 1 to 10,000 log events.');
  const size = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + overhead, 0);
  if (size > largestBatch) throw invalid(`Upload too large: ${size} bytes exceeds limit of ${largestBatch}`);
  if (events.some(({ message }) => message === '')) throw invalid('Log event messages must not be empty.');
  if (events.some(({ timestamp }, index) => index > 0 && timestamp < events[index - 1]!.timestamp)) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if (events.at(-1)!.timestamp - events[0]!.timestamp > 24 * hour) {
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

/** Writes as the services of AWS do for their callers: group and stream are made when missing. */
export function writeLog(place: Place<LogsState>, group: string, stream: string, events: readonly Event[]): void {
  append(ensureStream(place, ensureGroup(place, group), stream), events, place.clock.now());
}

function append(stream: Stream, events: readonly Event[], ingested: number): void {
  for (const { timestamp, message } of events) {
    const id = String(stream.events.length).padStart(56, '0');
    const after = stream.events.findLastIndex((other) => other.timestamp <= timestamp);
    stream.events.splice(after + 1, 0, { id, timestamp, ingested, message });
  }
}
