import type {
  ListTagsRequest,
  ListTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-lambda';
import { functionNotFound, invalidParameter, notFound } from './errors.ts';
import { functionArn, refer } from './names.ts';
import { operation } from './operation.ts';
import type { LambdaCall } from './place.ts';
import type { VersionRecord } from './state.ts';
import { assertSettled } from './updates.ts';

/** Tags of one resource (Lambda quotas; recorded with its message). */
const limit = 50;

/** The tags with more added, if AWS would keep so many. */
export function checkedTags(before: Record<string, string>, added: Record<string, string>): Record<string, string> {
  const after = { ...before, ...added };
  if (Object.keys(after).length > limit) {
    throw invalidParameter('Number of tags exceeds resource tag limit.');
  }
  return after;
}

/** What an ARN names: a function, or an event source mapping, which has no `latest`. */
interface Tagged {
  tags: Record<string, string>;
  readonly latest?: VersionRecord;
}

function tagged(call: LambdaCall, arn: string, writes: boolean): Tagged {
  const uuid = /:event-source-mapping:(.*)$/.exec(arn)?.[1];
  if (uuid !== undefined) {
    const mapping = call.state.mappings.get(uuid);
    if (mapping === undefined) {
      throw notFound(`Event source mapping not found: ${arn}`);
    }
    return mapping;
  }
  const { name, qualifier } = refer(call, arn);
  if (qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  const func = call.state.functions.get(name);
  if (func === undefined) {
    throw functionNotFound(functionArn(call, name));
  }
  if (writes) {
    // TagResource is among the calls that fail during an update (AWS Lambda developer guide, functions-states).
    assertSettled(call, func);
  }
  return func;
}

/** Recorded: with its tags, a function's RevisionId changes. */
function retag(call: LambdaCall, resource: Tagged, tags: Record<string, string>): void {
  resource.tags = tags;
  if (resource.latest !== undefined) {
    resource.latest.revisionId = call.newId();
  }
}

const byArn = { resource: ({ Resource }: { Resource: string | undefined }) => Resource ?? '*' };

/** Tags of functions and event source mappings. */
export const tagOperations = {
  TagResource: operation<TagResourceRequest, Record<string, never>>('TagResource', {
    takes: ['Resource', 'Tags'],
    ...byArn,
    run(call, input) {
      const { Resource = '', Tags = {} } = input;
      const resource = tagged(call, Resource, true);
      if (Object.keys(Tags).length === 0) {
        throw invalidParameter('An error occurred and the request cannot be processed.');
      }
      retag(call, resource, checkedTags(resource.tags, Tags));
      return {};
    },
  }),

  UntagResource: operation<UntagResourceRequest, Record<string, never>>('UntagResource', {
    takes: ['Resource', 'TagKeys'],
    ...byArn,
    run(call, input) {
      const { Resource = '', TagKeys = [] } = input;
      const resource = tagged(call, Resource, false);
      const kept = Object.entries(resource.tags).filter(([key]) => !TagKeys.includes(key));
      retag(call, resource, Object.fromEntries(kept));
      return {};
    },
  }),

  ListTags: operation<ListTagsRequest, ListTagsResponse>('ListTags', {
    takes: ['Resource'],
    ...byArn,
    run(call, input) {
      return { Tags: { ...tagged(call, input.Resource ?? '', false).tags } };
    },
  }),
};
