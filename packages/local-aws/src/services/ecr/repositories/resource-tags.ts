import type * as sdk from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from '../errors.ts';
import { operation } from '../operation.ts';
import { type EcrPlace, repositoryOf } from '../place.ts';
import type { Repository } from '../state.ts';

// "The maximum number of tags that can be applied to a repository is 50" (AWS's model, TooManyTagsException).
const limit = 50;

/** Tags of a repository after more were added. Throws where there are too many, or one is too long. */
export function assertTags(
  before: Readonly<Record<string, string>>,
  added: readonly sdk.Tag[],
): Readonly<Record<string, string>> {
  for (const { Key = '', Value = '' } of added) {
    if (Key === '' || Key.length > 128 || Value.length > 256)
      throw new AwsError(
        'InvalidTagParameterException',
        400,
        'Tag keys can have a maximum character length of 128 characters, and tag values can have a maximum length of 256 characters.',
      );
  }
  const after = { ...before, ...Object.fromEntries(added.map(({ Key = '', Value = '' }) => [Key, Value])) };
  if (Object.keys(after).length > limit)
    throw new AwsError(
      'TooManyTagsException',
      400,
      `The maximum number of tags that can be applied to a repository is ${limit}.`,
    );
  return after;
}

/** "Currently, the only supported resource is an Amazon ECR repository" (AWS's model). */
function repositoryOfArn(place: EcrPlace, arn: string): Repository {
  const name = /^arn:aws:ecr:[^:]*:[^:]*:repository\/(.+)$/.exec(arn)?.[1];
  if (name === undefined) throw invalid('resourceArn', 'Invalid ARN');
  return repositoryOf(place, name);
}

const resource = ({ resourceArn = '*' }: { readonly resourceArn?: string | undefined }) => resourceArn;

/** Tags of repositories as AWS's resources have them, not of images. */
export const tagOperations = {
  TagResource: operation<sdk.TagResourceRequest, sdk.TagResourceResponse>('TagResource', {
    takes: ['resourceArn', 'tags'],
    resource,
    run(call, { resourceArn = '', tags = [] }) {
      const repository = repositoryOfArn(call, resourceArn);
      repository.resourceTags = assertTags(repository.resourceTags, tags);
      return {};
    },
  }),

  UntagResource: operation<sdk.UntagResourceRequest, sdk.UntagResourceResponse>('UntagResource', {
    takes: ['resourceArn', 'tagKeys'],
    resource,
    run(call, { resourceArn = '', tagKeys = [] }) {
      const repository = repositoryOfArn(call, resourceArn);
      const kept = Object.entries(repository.resourceTags).filter(([key]) => !tagKeys.includes(key));
      repository.resourceTags = Object.fromEntries(kept);
      return {};
    },
  }),

  ListTagsForResource: operation<sdk.ListTagsForResourceRequest, sdk.ListTagsForResourceResponse>(
    'ListTagsForResource',
    {
      takes: ['resourceArn'],
      resource,
      run(call, { resourceArn = '' }) {
        const { resourceTags } = repositoryOfArn(call, resourceArn);
        return { tags: Object.entries(resourceTags).map(([Key, Value]) => ({ Key, Value })) };
      },
    },
  ),
};
