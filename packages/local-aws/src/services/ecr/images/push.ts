import { digestDiffers, imageExists, invalid, notThere, tagExists } from '../errors.ts';
import { type Blobs, digestOf } from '../layers/blobs.ts';
import type { EcrPlace } from '../place.ts';
import { isImmutable } from '../repositories/mutability.ts';
import { scanPushed } from '../scans/scan.ts';
import type { Image, Repository } from '../state.ts';
import { activate } from './archive.ts';
import { type Manifest, readManifest } from './manifests.ts';

/** A manifest on its way into a repository, by PutImage or by the registry's own API. */
export interface Pushed {
  readonly bytes: Uint8Array;
  /** What is said beside the document. */
  readonly mediaType: string | undefined;
  readonly tag: string | undefined;
  /** What its sender takes its digest for. */
  readonly digest: string | undefined;
}

// OCI's grammar of tags: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/** Whether a tag is one. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

// 4 MiB: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html
const largestManifest = 4 * 1024 * 1024;

/**
 * Keeps a manifest, and moves the tag to it. Throws ImageAlreadyExistsException where both are there, with any
 * mutability; an archived image is ACTIVE again at once
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/restore-image.html).
 */
export function push(place: EcrPlace, store: Blobs, repository: Repository, pushed: Pushed): Image {
  const { bytes, tag } = pushed;
  if (tag !== undefined && !isTag(tag))
    throw invalid('imageTag', `Member must satisfy regular expression pattern: ${tagPattern.source}`);
  if (bytes.length > largestManifest)
    throw invalid('imageManifest', `Member must have length less than or equal to ${largestManifest}`);
  const manifest = readManifest(bytes, pushed.mediaType);
  const digest = digestOf(bytes);
  if (pushed.digest !== undefined && pushed.digest !== digest) throw digestDiffers();
  if (!repository.images.has(digest)) assertWhole(place, repository, manifest);
  assertNew(place, repository, digest, tag);
  store.put(bytes);
  const known = repository.images.get(digest);
  if (known && known.status !== 'ACTIVE') activate(repository, known, place.clock.now());
  const image = known ?? imageOf(place, repository, manifest, digest, bytes.length);
  if (!known) scanPushed(place, repository, image);
  repository.images.set(digest, image);
  if (tag !== undefined) repository.tags.set(tag, digest);
  return image;
}

/**
 * "The manifest list is referencing an image that does not exist", "The specified layers could not be found" (AWS's model). That what is
 * archived is not there either is our guess, and harder: it cannot be pulled, so that a new image of it could not.
 */
function assertWhole({ account }: EcrPlace, { name, images, layers }: Repository, manifest: Manifest): void {
  const lacking = (wanted: Manifest['layers'], isThere: (digest: string) => boolean) =>
    [...new Set(wanted.map(({ digest }) => digest))].filter((digest) => !isThere(digest));
  const missingImages = lacking(manifest.children, (digest) => images.get(digest)?.status === 'ACTIVE');
  if (missingImages.length > 0) throw notThere('Images', missingImages, name, account);
  const missingLayers = lacking(manifest.layers, (digest) => layers.get(digest)?.archived === false);
  if (missingLayers.length > 0) throw notThere('Layers', missingLayers, name, account);
}

function assertNew({ account }: EcrPlace, repository: Repository, digest: string, tag: string | undefined): void {
  const { name, images, tags, mutability } = repository;
  const image = images.get(digest);
  const taggedBefore = tag === undefined ? undefined : tags.get(tag);
  if (image?.status === 'ACTIVE' && (tag === undefined || taggedBefore === digest))
    throw imageExists(digest, tag, name, account);
  if (tag !== undefined && taggedBefore !== undefined && taggedBefore !== digest && isImmutable(mutability, tag))
    throw tagExists(tag, name);
}

function imageOf(
  { clock }: EcrPlace,
  { images }: Repository,
  { mediaType, layers, children, artifactType, subject }: Manifest,
  digest: string,
  size: number,
): Image {
  const ofChildren = children.map((each) => images.get(each.digest)?.imageSize ?? 0);
  return {
    digest,
    mediaType,
    size,
    imageSize: children.length > 0 ? Math.max(...ofChildren) : layers.reduce((sum, layer) => sum + layer.size, 0),
    artifactType,
    subject,
    layers: layers.map((layer) => layer.digest),
    children: children.map((each) => each.digest),
    pushed: clock.now(),
    lastPulled: undefined,
    status: 'ACTIVE',
    activeAt: undefined,
    lastArchived: undefined,
    lastActivated: undefined,
    scanned: {},
  };
}
