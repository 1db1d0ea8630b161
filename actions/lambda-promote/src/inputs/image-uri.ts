import { type Input, input, refused } from '@actions-aws/action';
import { ecrPlace, type ImageReference, parseImageReference } from '@actions-aws/registry';

/** An image in ECR, as a workflow names it. */
export interface ImageUri extends ImageReference {
  /** Where its repository is. Lambda takes images of its own Region only. */
  readonly region: string;
}

/**
 * The input for an image of a function: a repository of Amazon ECR, with a digest or a tag. Lambda takes images from private
 * repositories of ECR alone, and not by FIPS endpoints: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export function imageUri(): Input<ImageUri> {
  return input<ImageUri>('image in ECR, by digest or tag', (text, { env }) => {
    const read = parseImageReference(text);
    if (!read.accepted) return read;
    const { name } = read.value;
    const place = ecrPlace(name, env);
    if (!place) {
      return refused(
        `is not in a private repository of Amazon ECR, which alone Lambda takes images from: ${name.registry} is none`,
        'Push it to ECR, in the Region of the function, like `123456789012.dkr.ecr.eu-west-1.amazonaws.com/search`; image-promote copies one from another registry, with what belongs to it.',
      );
    }
    if (place.isFips) {
      return refused(
        'is named by a FIPS endpoint of ECR, which Lambda does not take for images',
        `Write \`${text.replace('ecr-fips.', 'ecr.')}\`.`,
      );
    }
    return { accepted: true, value: { ...read.value, region: place.region } };
  });
}
