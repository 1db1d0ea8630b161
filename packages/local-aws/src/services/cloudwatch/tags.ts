import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  Tag,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-cloudwatch';
import { resourceNotFound, validationFailed } from './errors.ts';
import { alarmArn, type CloudWatchCall, operation } from './operation.ts';
import type { AlarmRecord } from './state.ts';

const onTheAlarm = { alarms: ({ ResourceARN = '' }: { ResourceARN?: string | undefined }) => [ResourceARN] };

/** Tags of alarms. */
export const tagOperations = {
  TagResource: operation<TagResourceInput, Record<string, never>>('TagResource', {
    takes: ['ResourceARN', 'Tags'],
    ...onTheAlarm,
    run(call, { ResourceARN = '', Tags }) {
      const alarm = tagged(call, ResourceARN);
      alarm.tags = assertedCount({ ...alarm.tags, ...tagsOf(Tags) });
      return {};
    },
  }),

  UntagResource: operation<UntagResourceInput, Record<string, never>>('UntagResource', {
    takes: ['ResourceARN', 'TagKeys'],
    ...onTheAlarm,
    run(call, { ResourceARN = '', TagKeys = [] }) {
      const alarm = tagged(call, ResourceARN);
      alarm.tags = Object.fromEntries(Object.entries(alarm.tags).filter(([key]) => !TagKeys.includes(key)));
      return {};
    },
  }),

  ListTagsForResource: operation<ListTagsForResourceInput, ListTagsForResourceOutput>('ListTagsForResource', {
    takes: ['ResourceARN'],
    ...onTheAlarm,
    run(call, { ResourceARN = '' }) {
      const { tags } = tagged(call, ResourceARN);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  }),
};

/** Tags as they are kept; throws when there are more than 50. */
export function tagsOf(tags: readonly Tag[] = []): Record<string, string> {
  return assertedCount(Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])));
}

function assertedCount(tags: Record<string, string>): Record<string, string> {
  const count = Object.keys(tags).length;
  if (count > 50) throw validationFailed(`An alarm can have 50 tags, not ${count}`);
  return tags;
}

function tagged(call: CloudWatchCall, arn: string): AlarmRecord {
  for (const alarm of call.state.alarms.values()) if (alarmArn(call, alarm.name) === arn) return alarm;
  throw resourceNotFound(arn);
}
