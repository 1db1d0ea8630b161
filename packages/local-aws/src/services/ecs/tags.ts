import type * as sdk from '@aws-sdk/client-ecs';
import { clientError, invalidParameter } from './errors.ts';
import { operation } from './operation.ts';
import { arnOf, type EcsPlace, findService } from './place.ts';
import type { Tag } from './state.ts';
import { withTags } from './tag-rules.ts';
import { findDefinition } from './task-definitions/find.ts';

interface Named {
  readonly resourceArn?: string | undefined;
}

const resource = ({ resourceArn = '*' }: Named) => resourceArn;

/** What an ARN names, whose tags can be changed. */
function tagged(place: EcsPlace, { resourceArn = '' }: Named): { tags: readonly Tag[] } {
  const { state } = place;
  const [, kind, path = ''] = /^arn:aws:ecs:[^:]*:\d{12}:([a-z-]+)\/(.+)$/.exec(resourceArn) ?? [];
  const own = kind !== undefined && resourceArn === arnOf(place, kind as 'cluster', path);
  if (!own) throw invalidParameter('Invalid resource ARN.');
  const finders: Readonly<Record<string, () => { tags: readonly Tag[] } | undefined>> = {
    cluster: () => state.clusters.get(path),
    service: () => findService(place, resourceArn, undefined),
    'task-definition': () => findDefinition(place, resourceArn),
  };
  const found = finders[kind]?.();
  // AWS's words and code are not known; these are ours. All three operations have ClientException.
  if (!found) throw clientError('The specified resource could not be found.');
  return found;
}

/** Tags of clusters, services and task definitions: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TagResource.html */
export const tagOperations = {
  TagResource: operation<sdk.TagResourceRequest, object>('TagResource', {
    takes: ['resourceArn', 'tags'],
    resource,
    run(call, input) {
      const { tags = [] } = input;
      const named = tagged(call, input);
      named.tags = withTags(named.tags, tags as []);
      return {};
    },
  }),

  UntagResource: operation<sdk.UntagResourceRequest, object>('UntagResource', {
    takes: ['resourceArn', 'tagKeys'],
    resource,
    run(call, input) {
      const { tagKeys = [] } = input;
      const named = tagged(call, input);
      named.tags = named.tags.filter(({ key }) => !tagKeys.includes(key));
      return {};
    },
  }),

  ListTagsForResource: operation<sdk.ListTagsForResourceRequest, sdk.ListTagsForResourceResponse>(
    'ListTagsForResource',
    {
      takes: ['resourceArn'],
      resource,
      run(call, input) {
        return { tags: [...tagged(call, input).tags] };
      },
    },
  ),
};
