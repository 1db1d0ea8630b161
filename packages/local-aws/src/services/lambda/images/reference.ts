import type { Home, ImageReference } from '../ports.ts';

/**
 * An image of Amazon ECR, by tag or digest (AWS Lambda developer guide, images-create). ECR's FIPS endpoints are not supported
 * ("Lambda does not support Amazon ECR FIPS endpoints"), and without a tag it is not valid
 * (aws-samples/bedrock-access-gateway#205).
 */
const onAws =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repository>[a-z0-9._/-]+)(?::(?<tag>[\w.-]+)|@(?<digest>sha256:[0-9a-f]{64}))$/;

/** The same below the address of the local registry. */
const local = /^[^/]+\/(?<repository>[a-z0-9._/-]+)(?::(?<tag>[\w.-]+)|@(?<digest>sha256:[0-9a-f]{64}))$/;

/**
 * The image that an `ImageUri` names; undefined where it is none. The local registry's own address, which ECR's operations
 * answer as `repositoryUri`, is that of the caller's account and Region.
 */
export function referenceOf(at: Home & { readonly endpoint: string }, uri: string): ImageReference | undefined {
  const isLocal = uri.startsWith(`${new URL(at.endpoint).host}/`);
  const parts = (isLocal ? local : onAws).exec(uri)?.groups;
  if (parts === undefined) return undefined;
  const { account = at.account, region = at.region, repository = '', tag = '', digest = tag } = parts;
  return { account, region, repository, reference: digest };
}

/** Whether an image is of the account that a function is in: Lambda lets itself into no other's repositories. */
export function isOwn({ account }: Home, image: ImageReference): boolean {
  return image.account === account;
}

/** The same image by its digest, as GetFunction answers it in `ResolvedImageUri`. */
export function resolvedUri(uri: string, digest: string): string {
  return `${uri.replace(/(@sha256:.*|:[^:/]*)$/, '')}@${digest}`;
}
