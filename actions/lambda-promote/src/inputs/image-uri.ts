import { accepted, type Input, input, refused } from '@actions-aws/action';
import { ecrPlace, type ImageName, isTag, parseImageName } from '@actions-aws/registry';

/** An image in ECR, as a workflow names it. */
export interface ImageUri {
  readonly name: ImageName;
  /** A tag, or a digest. */
  readonly reference: string;
  /** Where its repository is. Lambda takes images of its own Region only. */
  readonly region: string;
  /** As it was given. */
  readonly text: string;
}

const DIGEST = /^sha256:[a-f0-9]{64}$/;

/**
 * The input for an image of a function: a repository of Amazon ECR, with a digest or a tag. Lambda takes images from private
 * repositories of ECR alone, and not by FIPS endpoints: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export function imageUri(): Input<ImageUri> {
  return input('image in ECR, by digest or tag', (text, { env }) => {
    const [named = '', digest, ...more] = text.split('@');
    const [, repository = named, tag] = /^(.*):([^/:]*)$/.exec(named) ?? [];
    // A colon before the last slash is that of a port.
    const reference = digest ?? tag;
    if (more.length > 0) return refused('has more than one `@`');
    if (digest !== undefined && tag !== undefined) {
      return refused(
        'has both a tag and a digest',
        `Write \`${repository}@${digest}\`: a digest says which image it is.`,
      );
    }
    if (reference === undefined) {
      return refused(
        'has neither a digest nor a tag',
        `Write \`${text}@sha256:…\`, such as the output \`image-by-digest\` of image-tag, or \`${text}:TAG\`: \`latest\` is not taken for granted.`,
      );
    }
    if (digest === undefined ? !isTag(reference) : !DIGEST.test(reference)) {
      return refused(
        digest === undefined ? 'has a tag that cannot be one' : 'has a digest that cannot be one',
        'A tag has at most 128 letters, digits, `_`, `.` and `-`; a digest is like `sha256:` and 64 hexadecimal digits in lower case.',
      );
    }
    const name = parseImageName(repository);
    if (!name.accepted) return name;
    const place = ecrPlace(name.value, env);
    if (!place) {
      return refused(
        `is not in a private repository of Amazon ECR, which alone Lambda takes images from: ${name.value.registry} is none`,
        'Push it to ECR, in the Region of the function, like `123456789012.dkr.ecr.eu-west-1.amazonaws.com/search`; image-promote copies one from another registry, with what belongs to it.',
      );
    }
    if (place.isFips) {
      return refused(
        'is named by a FIPS endpoint of ECR, which Lambda does not take for images',
        `Write \`${text.replace('ecr-fips.', 'ecr.')}\`.`,
      );
    }
    return accepted({ name: name.value, reference, region: place.region, text });
  });
}
