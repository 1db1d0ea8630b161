import type * as sdk from '@aws-sdk/client-cloudfront';
import { httpStatus } from '../../../kernel/service.ts';
import { noSuch, refused } from '../errors.ts';
import { operation } from '../operation.ts';
import type { CloudFrontPlace } from '../place.ts';
import type { Distribution } from '../state.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
const MOST_TAGS = 50;

/** Tags of a request; throws InvalidTagging. */
export function tagsOf(tags: sdk.Tags | undefined): ReadonlyMap<string, string> {
  const items = tags?.Items ?? [];
  const found = new Map(items.map(({ Key = '', Value = '' }) => [Key, Value]));
  const isWrong = ([key, value]: [string, string]) => key === '' || key.length > 128 || value.length > 256;
  if (found.size < items.length || found.size > MOST_TAGS || [...found].some(isWrong))
    throw refused('InvalidTagging', 'The tagging specified is not valid.');
  return found;
}

interface Named {
  readonly Resource?: string | undefined;
}

const resource = ({ Resource = '*' }: Named) => Resource;

function tagged({ state, account }: CloudFrontPlace, { Resource = '' }: Named): Distribution {
  const [, owner, id = ''] = /^arn:aws:cloudfront::(\d{12}):distribution\/(\w+)$/.exec(Resource) ?? [];
  const found = state.distributions.get(id);
  if (found?.account !== account || owner !== account) throw noSuch('NoSuchResource', 'resource');
  return found;
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListTagsForResource.html */
const listTagsForResource = operation<sdk.ListTagsForResourceRequest, sdk.ListTagsForResourceResult>(
  'ListTagsForResource',
  {
    takes: ['Resource'],
    resource,
    run(call, input) {
      return { Tags: { Items: [...tagged(call, input).tags].map(([Key, Value]) => ({ Key, Value })) } };
    },
  },
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_TagResource.html */
const tagResource = operation<sdk.TagResourceRequest, object>('TagResource', {
  takes: ['Resource', 'Tags'],
  resource,
  run(call, input) {
    const { Tags } = input;
    const distribution = tagged(call, input);
    const all = new Map([...distribution.tags, ...tagsOf(Tags)]);
    if (all.size > MOST_TAGS) throw refused('InvalidTagging', 'The tagging specified is not valid.');
    distribution.tags = all;
    return { [httpStatus]: 204 };
  },
});

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UntagResource.html */
const untagResource = operation<sdk.UntagResourceRequest, object>('UntagResource', {
  takes: ['Resource', 'TagKeys'],
  resource,
  run(call, input) {
    const { TagKeys } = input;
    const distribution = tagged(call, input);
    const gone = TagKeys?.Items ?? [];
    distribution.tags = new Map([...distribution.tags].filter(([key]) => !gone.includes(key)));
    return { [httpStatus]: 204 };
  },
});

/** Tags of distributions; other resources have none here. */
export const tagOperations = {
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
};
