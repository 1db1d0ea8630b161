import type { EcrPlace } from '../place.ts';
import type { Image, Repository } from '../state.ts';
import { findImage, type ImageId } from './find.ts';

const day = 24 * 3_600_000;

/**
 * The image that a pull gets, noted as pulled; undefined when there is none, when it is archived
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html: "will fail with a 404"), and when its media
 * type is not among those that the client takes. ECR's answer to a client that does not take it is not known; that of other
 * registries is "not found" (distribution/distribution#3938), which a careless client reads as "absent".
 */
export function pull(
  { clock }: EcrPlace,
  repository: Repository,
  id: ImageId,
  accepts: (mediaType: string) => boolean,
): Image | undefined {
  const image = findImage(repository, id);
  if (image?.status !== 'ACTIVE' || !accepts(image.mediaType)) return undefined;
  const now = clock.now();
  // "refreshes the last image pull timestamp at least once every 24 hours" (AWS's model, ImageDetail).
  if (image.lastPulled === undefined || image.lastPulled + day <= now) image.lastPulled = now;
  return image;
}
