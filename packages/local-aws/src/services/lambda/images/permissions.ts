import type { Authorization } from '../../../kernel/service.ts';
import { partition } from '../names.ts';
import type { LambdaPlace } from '../place.ts';
import { referenceOf } from './reference.ts';

/**
 * The permissions of the caller that naming an image takes: "Make sure that the permissions for the user or role that creates
 * the function includes […] BatchGetImage, and GetDownloadUrlForLayer"
 * (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html). Of who updates one it says nothing where the image is of
 * the same account; across accounts it is needed (https://repost.aws/knowledge-center/lambda-ecr-image): here it always is.
 */
export function imageAuthorizations(uri: string | undefined, place: LambdaPlace): readonly Authorization[] {
  const image = uri === undefined ? undefined : referenceOf(place, uri);
  if (image === undefined) return [];
  const { account, region, repository } = image;
  const resource = `arn:${partition(region)}:ecr:${region}:${account}:repository/${repository}`;
  return ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map((action) => ({ action, resource }));
}
