/** Where Lambda says why it cannot go on, and what to do about it. Source of the codes: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
const REMEDIES: Readonly<Record<string, string>> = {
  ImageAccessDenied:
    'Lambda may not read the image: let the policy of its repository in ECR allow `lambda.amazonaws.com` the actions `ecr:BatchGetImage` and `ecr:GetDownloadUrlForLayer`, in another account the function as well (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions). Then run the job again.',
  ImageDeleted:
    'The image is not in its repository any more, or is archived there: push or restore it, by the same digest, or promote another one. Keep what is deployed out of the lifecycle policy of the repository.',
  InvalidImage:
    'Lambda cannot make the image run: look at what AWS says of it, at its entry point, command and working directory, those of the function (ImageConfig) included, and at how its layers are packed; then build it again, for Linux and one platform.',
};

/**
 * What to do about a reason that Lambda gives for the state of a version or of an update, as `ImageDeleted: …`; `undefined`
 * where nothing more is known than AWS says.
 */
export function remedyOf(reason: string): string | undefined {
  const [code = ''] = reason.split(':');
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined;
}
