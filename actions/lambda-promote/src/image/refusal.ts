import { UserError } from '@actions-aws/action';
import { errorName, isAccessDenied } from '@actions-aws/aws';

/** What to do about Lambda's own words of an image that it does not take, of which the name of the error says nothing. */
const HINTS: readonly (readonly [words: RegExp, hint: string])[] = [
  // https://github.com/aws-controllers-k8s/community/issues/1886
  [
    /does not have permission to access the ECR image/i,
    "Let the policy of the image's repository allow `lambda.amazonaws.com` the actions `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`. In one account Lambda adds this by itself where the role may do `ecr:GetRepositoryPolicy` and `ecr:SetRepositoryPolicy`.",
  ],
  // https://github.com/aws-samples/bedrock-access-gateway/issues/206
  [
    /media type for the source image .* is not supported/i,
    'Build it for one platform, with `provenance: false` and `sbom: false`, and layers that are compressed by gzip.',
  ],
  // https://github.com/grafana/loki/issues/7218
  [
    /source image .* (?:does not exist|is not valid)/i,
    'It was there when this run began: look who deletes images, and whether a lifecycle policy does. Push it again, by the same digest, or promote another one.',
  ],
];

/** The same error, with what to do where Lambda refused an image. */
export function explainImageRefusal(error: unknown, imageUri: string): unknown {
  if (!(error instanceof UserError)) return error;
  const said = error.cause instanceof Error ? error.cause.message : '';
  const hint = HINTS.find(([words]) => words.test(said))?.[1];
  if (!hint || !(isAccessDenied(error.cause) || errorName(error.cause) === 'InvalidParameterValueException'))
    return error;
  return new UserError(`${error.message.replace(/\.$/, '')}. The image was ${imageUri}.`, {
    ...(error.code && { code: error.code }),
    hint,
    cause: error.cause,
  });
}
