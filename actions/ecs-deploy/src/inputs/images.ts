import { type ImageReference, parseImageReference } from '@actions-aws/registry';
import * as z from 'zod';

/** Images as the workflow names them, by container. */
export type GivenImages = Readonly<Record<string, ImageReference>>;

const image = z.string('must be an image, such as …/shop:v2').transform((given, context): ImageReference => {
  const read = parseImageReference(given.trim());
  if (read.accepted) return read.value;
  for (const { message, remedy } of read.refusals) {
    context.addIssue({ code: 'custom', message: remedy ? `${message}. ${remedy.replace(/\.$/, '')}` : message });
  }
  return z.NEVER;
});

/** The document that the input `images` takes: a container and its image on each line. */
export const imagesDocument = z
  .record(z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, 'must be the name of a container'), image)
  .refine((given) => Object.keys(given).length > 0, 'must name at least one container');
