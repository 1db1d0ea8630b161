import type { Blobs } from '../layers/blobs.ts';
import type { EcrPlace } from '../place.ts';
import { settle } from '../settle.ts';
import type { Descriptor } from './manifests.ts';
import { pull } from './pull.ts';

/** An image as Lambda gets it: what it pulls, before it has any of the layers. */
export interface ImageForLambda {
  readonly digest: string;
  readonly mediaType: string;
  /** Undefined of an index, which has none. */
  readonly config: Descriptor | undefined;
  readonly layers: readonly Descriptor[];
}

/** What a pull by Lambda gets of a repository, noted as every pull is; undefined where there is no such image to pull. */
export function imageForLambda(
  place: EcrPlace,
  store: Blobs,
  repositoryName: string,
  reference: string,
): ImageForLambda | undefined {
  settle(place.state, place.clock.now());
  const repository = place.state.repositories.get(repositoryName);
  const id = reference.includes(':') ? { imageDigest: reference } : { imageTag: reference };
  const image = repository && pull(place, repository, id, () => true);
  if (!image) return undefined;
  const { digest, mediaType } = image;
  // `push` has taken nothing that is of another form.
  const { config, layers = [] } = JSON.parse(new TextDecoder().decode(store.get(digest))) as Partial<ImageForLambda>;
  return { digest, mediaType, config, layers };
}
