import type * as sdk from '@aws-sdk/client-cloudwatch-logs';
import type { Operation, Place, Taken } from '../../kernel/service.ts';
import { groupOf, invalid, on, resource } from './groups.ts';
import type { Group, LogsState } from './state.ts';

// "You can associate as many as 50 tags": https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
const limit = 50;

interface ByArn {
  readonly resourceArn?: string | undefined;
}

/** Only groups are tagged here: an ARN of anything else names no group, and is not found. */
function named({ resourceArn = '' }: ByArn) {
  return { logGroupIdentifier: resourceArn };
}

function tag(group: Group, added: Readonly<Record<string, string>>): void {
  const after = { ...group.tags, ...added };
  if (Object.keys(after).length > limit) throw invalid(`A log group can have ${limit} tags.`);
  group.tags = after;
}

function untag(group: Group, keys: readonly string[]): void {
  group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.includes(key)));
}

function byArn<Input extends ByArn, Output>(
  action: string,
  takes: readonly Taken<Input>[],
  run: (group: Group, input: Input) => Output,
): Operation<LogsState, Input, Output> {
  return {
    takes,
    resource: (input, place) => resource(named(input), place),
    authorizes: (input, place: Place<LogsState>) => on(action)(named(input), place),
    run: (call, input) => run(groupOf(call, named(input)), input),
  };
}

function byName<Input extends { readonly logGroupName?: string | undefined }, Output>(
  action: string,
  takes: readonly Taken<Input>[],
  run: (group: Group, input: Input) => Output,
): Operation<LogsState, Input, Output> {
  return { takes, resource, authorizes: on(action), run: (call, input) => run(groupOf(call, input), input) };
}

/** Tags of groups: by ARN, and by name as older clients have it. */
export const tagOperations = {
  TagResource: byArn<sdk.TagResourceRequest, void>('TagResource', ['resourceArn', 'tags'], (group, { tags = {} }) =>
    tag(group, tags),
  ),
  UntagResource: byArn<sdk.UntagResourceRequest, void>(
    'UntagResource',
    ['resourceArn', 'tagKeys'],
    (group, { tagKeys = [] }) => untag(group, tagKeys),
  ),
  ListTagsForResource: byArn<sdk.ListTagsForResourceRequest, sdk.ListTagsForResourceResponse>(
    'ListTagsForResource',
    ['resourceArn'],
    ({ tags }) => ({ tags: { ...tags } }),
  ),
  TagLogGroup: byName<sdk.TagLogGroupRequest, void>('TagLogGroup', ['logGroupName', 'tags'], (group, { tags = {} }) =>
    tag(group, tags),
  ),
  UntagLogGroup: byName<sdk.UntagLogGroupRequest, void>(
    'UntagLogGroup',
    ['logGroupName', 'tags'],
    (group, { tags = [] }) => untag(group, tags),
  ),
  ListTagsLogGroup: byName<sdk.ListTagsLogGroupRequest, sdk.ListTagsLogGroupResponse>(
    'ListTagsLogGroup',
    ['logGroupName'],
    ({ tags }) => ({ tags: { ...tags } }),
  ),
};
