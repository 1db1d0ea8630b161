import { letsPull, mayPull } from '../access/access.ts';
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

/** For what function Lambda pulls, and who has named the image, if anyone has. */
export interface LambdaPuller {
  readonly account: string;
  readonly functionArn: string;
  readonly principal: string | undefined;
}

/**
 * Whether a repository's policy lets Lambda pull; across accounts it must let in who names the image as well
 * (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-xaccount-permissions). What is not
 * there lets in its own account, which then finds nothing.
 */
export function lambdaMayPull(
  place: EcrPlace,
  repositoryName: string,
  { account, functionArn, principal }: LambdaPuller,
): boolean {
  const isOwn = account === place.account;
  if (isOwn && !place.state.repositories.has(repositoryName)) return true;
  const isLetIn = isOwn || principal === undefined || letsPull(place, repositoryName, principal);
  return isLetIn && mayPull(place, repositoryName, { service: 'lambda.amazonaws.com', sourceArn: functionArn });
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
