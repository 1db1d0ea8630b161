import type { Authorization } from '../../../kernel/service.ts';
import { partition } from '../names.ts';
import type { LambdaPlace } from '../place.ts';
import type { LambdaPorts } from '../ports.ts';
import { isOwn, referenceOf } from './reference.ts';

/**
 * The permissions of the caller that naming an image takes: "Make sure that the permissions for the user or role that creates
 * the function includes GetRepositoryPolicy, SetRepositoryPolicy, BatchGetImage, and GetDownloadUrlForLayer"
 * (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html). The first two are for Lambda to let itself in where the
 * repository's policy does not, so that without need they are not asked for (awsdocs/aws-lambda-developer-guide#286). Of who
 * updates a function nothing is said of the other two, where the image is of the same account; across accounts they are
 * needed (https://repost.aws/knowledge-center/lambda-ecr-image): here they always are.
 */
export function imageAuthorizations(
  ports: LambdaPorts,
  uri: string | undefined,
  place: LambdaPlace,
  functionArn: string,
): readonly Authorization[] {
  const image = uri === undefined ? undefined : referenceOf(place, uri);
  if (image === undefined) return [];
  const puller = { account: place.account, region: place.region, functionArn, principal: undefined };
  const { account, region, repository } = image;
  const resource = `arn:${partition(region)}:ecr:${region}:${account}:repository/${repository}`;
  const letsIn = isOwn(place, image) && !ports.mayPull(puller, image);
  return [
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
    ...(letsIn ? ['ecr:GetRepositoryPolicy', 'ecr:SetRepositoryPolicy'] : []),
  ].map((action) => ({ action, resource }));
}
