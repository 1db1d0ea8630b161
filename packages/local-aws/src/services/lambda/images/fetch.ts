import { functionArn } from '../names.ts';
import type { LambdaPlace } from '../place.ts';
import type { LambdaPorts, Puller } from '../ports.ts';
import type { FunctionImage, Reason, VersionRecord } from '../state.ts';
import { flawOf } from './contents.ts';

/**
 * Fetches images whenever Lambda does so by itself, and puts down what comes of it: when a function is created, updated (also
 * its configuration: aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws#524) or restored, and
 * every now and then, for "Lambda periodically fetches the associated container image from the Amazon ECR repository"
 * (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#images-lifecycle). An ordinary
 * version is made of what Lambda has already, so that publishing one fetches nothing.
 * Like all that happens by itself, it happens when something looks: at functions, or at ECR, which may be about to change.
 */
export function fetchImages(place: LambdaPlace, ports: LambdaPorts): void {
  const { account, region } = place;
  const now = place.clock.now();
  for (const { name, latest, versions } of place.state.functions.values()) {
    // A function never becomes one of an image, nor ceases to be one.
    if (latest.settings.PackageType !== 'Image') continue;
    const puller = { account, region, functionArn: functionArn(place, name), principal: undefined };
    for (const version of [latest, ...versions.values()]) {
      const { Image } = version.settings;
      if (Image !== undefined) fetchImage(place, ports, puller, version, Image, now);
    }
  }
}

function fetchImage(
  place: LambdaPlace,
  ports: LambdaPorts,
  puller: Puller,
  version: VersionRecord,
  image: FunctionImage,
  now: number,
): void {
  const { transition } = version;
  if (transition !== undefined) {
    if (transition.at > now || transition.failure !== undefined) return;
    const failure = whyGone(puller, ports, image) ?? flawOf(image, ports, place.state.limits.imageSize);
    version.imageFetched = now;
    if (failure !== undefined) version.transition = { ...transition, failure };
    return;
  }
  if (version.state !== 'Active' || now - version.imageFetched < place.state.pace.imageFetch) return;
  version.imageFetched = now;
  const failure = whyGone(puller, ports, image);
  if (failure === undefined) return;
  // The guide says Failed; seen is Inactive, with these words, and that it does not come back by itself.
  version.state = 'Inactive';
  version.stateReason = failure;
}

/** Why an image cannot be had any more. The codes are the SDK's. */
function whyGone(puller: Puller, ports: LambdaPorts, { source }: FunctionImage): Reason | undefined {
  switch (ports.findImage(puller, source)) {
    case 'absent':
      // aws-actions/aws-lambda-deploy#68
      return { code: 'ImageDeleted', text: 'The function is trying to use a deleted image.' };
    case 'denied':
      // aws/aws-cdk#27007
      return {
        code: 'ImageAccessDenied',
        text: 'The function does not have permission to access the specified image.',
      };
    default:
      return undefined;
  }
}

/** Why a version cannot be used for its image's sake, if that is so. */
export function whyWithoutImage({ settings, stateReason }: VersionRecord): Reason | undefined {
  const isOfImage = ['ImageDeleted', 'ImageAccessDenied', 'InvalidImage'].includes(stateReason?.code ?? '');
  return settings.Image !== undefined && isOfImage ? stateReason : undefined;
}
