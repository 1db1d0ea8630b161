import { accepted, type Parsed, refused } from '@actions-aws/action';
import { type ImageName, parseImageName } from './image-name.ts';
import { isTag } from './references.ts';

/** One image, as a workflow names it. */
export interface ImageReference {
  readonly name: ImageName;
  /** A tag, or a digest. */
  readonly reference: string;
  /** As it was given. */
  readonly text: string;
}

const DIGEST = /^sha256:[a-f0-9]{64}$/;

/** Reads the name of an image with a tag or a digest, and not with both: `latest` is not taken for granted. */
export function parseImageReference(text: string): Parsed<ImageReference> {
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
  return name.accepted ? accepted({ name: name.value, reference, text }) : name;
}
