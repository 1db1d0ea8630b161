import { createCipheriv } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type BuiltImage, buildReferrer, digestOf, MEDIA_TYPES, type Piece, tarOf } from '@actions-aws/testing/images';

/** How much there is of an image, for each of its two platforms. */
export interface ImageSize {
  /** Of each platform. */
  readonly layers: number;
  /** Of all layers of both platforms together, in bytes. */
  readonly bytes: number;
}

/** An index with its two images, what refers to the index, and what a registry without a referrers API needs to list that. */
export interface BenchImage {
  readonly index: BuiltImage;
  readonly referrers: readonly BuiltImage[];
  /** The index of referrers, and the tag under which clients look for it. */
  readonly list: { readonly tag: string; readonly index: BuiltImage };
}

/** The size that is told to others. */
export const STANDARD: ImageSize = { layers: 40, bytes: 200_000_000 };

const PLATFORMS = ['amd64', 'arm64'];
const REFERRERS = [
  'application/vnd.dev.sigstore.bundle.v0.3+json',
  'application/vnd.in-toto+json',
  'application/spdx+json',
];

/** An image that is the same, byte for byte, each time: layers of one size that cannot be compressed, and share nothing. */
export function benchImage({ layers, bytes }: ImageSize): BenchImage {
  const each = Math.round(bytes / layers / PLATFORMS.length);
  const images = PLATFORMS.map((architecture) =>
    imageOf(
      architecture,
      Array.from({ length: layers }, (_, index) => layerOf(`${architecture} ${index}`, each)),
    ),
  );
  const index = indexOf(images.map((image) => ({ ...descriptorOf(image), platform: image.platform })));
  const whole = { ...index, children: images };
  const referrers = REFERRERS.map((artifactType) => buildReferrer(whole, { artifactType, content: artifactType }));
  const entries = referrers.map((one, at) => ({ ...descriptorOf(one), artifactType: REFERRERS[at] }));
  // https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
  return { index: whole, referrers, list: { tag: whole.digest.replace(':', '-'), index: indexOf(entries) } };
}

/** Half of the layers of each platform, the lower ones, as an image of its own: what a sibling on the same base image has. */
export function lowerHalf({ index }: BenchImage): BuiltImage {
  const lower = index.children.flatMap(({ blobs }) => layersIn(blobs).slice(0, layersIn(blobs).length / 2));
  return imageOf('amd64', lower);
}

function layersIn(blobs: readonly Piece[]): readonly Piece[] {
  return blobs.filter(({ mediaType }) => mediaType === MEDIA_TYPES.oci.gzipped);
}

function imageOf(architecture: string, layers: readonly Piece[]): BuiltImage {
  const platform = { os: 'linux', architecture };
  const { config, image } = MEDIA_TYPES.oci;
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const configuration = json(config, { ...platform, config: {}, rootfs });
  const manifest = json(image, {
    schemaVersion: 2,
    mediaType: image,
    config: descriptorOf(configuration),
    layers: layers.map(descriptorOf),
  });
  return { ...manifest, blobs: [configuration, ...layers], children: [], platform };
}

function indexOf(manifests: readonly object[]): BuiltImage {
  const { index } = MEDIA_TYPES.oci;
  const manifest = json(index, { schemaVersion: 2, mediaType: index, manifests });
  return { ...manifest, blobs: [], children: [], platform: undefined };
}

/** A layer as clients expect one, which look into it: an archive in gzip's format. It is stored as it is, since chance has no pattern. */
function layerOf(name: string, bytes: number): Piece {
  const chance = createCipheriv('aes-128-ctr', Buffer.alloc(16, name), Buffer.alloc(16));
  const packed = gzipSync(tarOf({ [name]: chance.update(Buffer.alloc(bytes)) }), { level: 0 });
  return piece(MEDIA_TYPES.oci.gzipped, packed);
}

function json(mediaType: string, document: object): Piece {
  return piece(mediaType, Buffer.from(JSON.stringify(document)));
}

function piece(mediaType: string, bytes: Uint8Array): Piece {
  return { mediaType, bytes, digest: digestOf(bytes) };
}

function descriptorOf({ mediaType, digest, bytes }: Piece): object {
  return { mediaType, digest, size: bytes.length };
}
