import { AwsError } from '../../kernel/errors.ts';
import type { Authorization, Place } from '../../kernel/service.ts';
import type { Group, LogsState, Stream } from './state.ts';

/** What most inputs name. */
export interface Target {
  readonly logGroupName?: string | undefined;
  /** A name or an ARN, instead of the name. */
  readonly logGroupIdentifier?: string | undefined;
  readonly logStreamName?: string | undefined;
}

type LogsPlace = Place<LogsState>;

/** The group's name, however it is given. */
export function groupName({ logGroupName, logGroupIdentifier }: Target): string {
  return logGroupName ?? /:log-group:([^:]+)/.exec(logGroupIdentifier ?? '')?.[1] ?? logGroupIdentifier ?? '';
}

/** ARN of a group, without the `:*` that some answers add. */
export function groupArn({ account, region }: LogsPlace, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/** What the journal calls it: group, and stream if one is named. */
export function resource(input: Target, place: LogsPlace): string {
  const group = groupArn(place, groupName(input));
  return input.logStreamName === undefined ? group : `${group}:log-stream:${input.logStreamName}`;
}

/** An action on a stream or, with an empty stream name, as AWS's own messages have it, on a group. */
export function on(action: string): (input: Target, place: LogsPlace) => readonly Authorization[] {
  return (input, place) => [
    {
      action: `logs:${action}`,
      resource: `${groupArn(place, groupName(input))}:log-stream:${input.logStreamName ?? ''}`,
    },
  ];
}

/** The group that an input names. */
export function groupOf({ state }: LogsPlace, input: Target): Group {
  const group = state.groups.get(groupName(input));
  if (!group) throw notFound('The specified log group does not exist.');
  return group;
}

/** The stream that an input names. */
export function streamOf(place: LogsPlace, input: Target): Stream {
  const stream = groupOf(place, input).streams.get(input.logStreamName ?? '');
  if (!stream) throw notFound('The specified log stream does not exist.');
  return stream;
}

/** Makes a group, or gives the one there is. */
export function ensureGroup(
  { state, clock }: LogsPlace,
  name: string,
  { kmsKeyId, tags = {} }: Partial<Pick<Group, 'kmsKeyId' | 'tags'>> = {},
): Group {
  const existing = state.groups.get(name);
  if (existing) return existing;
  const group: Group = {
    name,
    created: clock.now(),
    retentionInDays: undefined,
    kmsKeyId,
    tags: { ...tags },
    streams: new Map(),
  };
  state.groups.set(name, group);
  return group;
}

/** Makes a stream, or gives the one there is. */
export function ensureStream({ clock }: LogsPlace, group: Group, name: string): Stream {
  const existing = group.streams.get(name);
  if (existing) return existing;
  const stream: Stream = { name, created: clock.now(), events: [] };
  group.streams.set(name, stream);
  return stream;
}

/** An input that makes no sense. */
export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', 400, message);
}

/** Something that exists already. */
export function alreadyExists(message: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', 400, message);
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 400, message);
}
