import { createHash } from 'node:crypto';
import { gzipSync } from 'fflate';
import { type Files, tarOf } from './tar.ts';

/** The media types of OCI, and those of Docker. */
export const MEDIA_TYPES = {
  oci: {
    image: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar',
    gzipped: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    image: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar',
    gzipped: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;

/** Bytes as a registry knows them. */
export interface Piece {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
}

/** A manifest, and what has to be in the repository before it. */
export interface BuiltImage extends Piece {
  /** The configuration and the layers; of an index none. */
  readonly blobs: readonly Piece[];
  /** The images of an index. */
  readonly children: readonly BuiltImage[];
  /** The platform that an index says of it. */
  readonly platform: { readonly os: string; readonly architecture: string } | undefined;
  /** What its entry in an index says besides. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** What an image is made of. */
export interface ImageContents {
  /** The files of its only layer. */
  readonly files?: Files;
  /** The files of each layer, the lowest first; instead of `files`. */
  readonly layers?: readonly Files[];
  /** How it runs, as OCI's configuration has it: Cmd, Entrypoint, Env (`NAME=value`), WorkingDir, User, Labels. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** As OCI names it; `amd64` unless given. */
  readonly architecture?: string;
  /** `oci` unless given. */
  readonly format?: keyof typeof MEDIA_TYPES;
  /** Layers are compressed unless this is `false`. */
  readonly gzip?: boolean;
  /** Of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An image for one platform. The same contents give the same digests on every machine. */
export function buildImage(contents: ImageContents = {}): BuiltImage {
  const { architecture = 'amd64', format = 'oci', gzip = true, annotations } = contents;
  const types = MEDIA_TYPES[format];
  const tars = (contents.layers ?? [contents.files ?? {}]).map(tarOf);
  const layers = tars.map((tar) =>
    gzip ? piece(types.gzipped, gzipSync(tar, { mtime: 0 })) : piece(types.layer, tar),
  );
  // https://github.com/opencontainers/image-spec/blob/main/config.md
  const config = json(types.config, {
    architecture,
    os: 'linux',
    config: contents.config ?? {},
    rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
    history: tars.map(() => ({ created: '1970-01-01T00:00:00Z', created_by: 'buildImage' })),
  });
  const manifest = json(types.image, {
    schemaVersion: 2,
    mediaType: types.image,
    config: descriptor(config),
    layers: layers.map(descriptor),
    ...(annotations && { annotations }),
  });
  return { ...manifest, blobs: [config, ...layers], children: [], platform: { os: 'linux', architecture } };
}

/** An index of images, in OCI's form or in Docker's. */
export function buildIndex(
  images: readonly BuiltImage[],
  { format = 'oci', annotations }: Pick<ImageContents, 'format' | 'annotations'> = {},
): BuiltImage {
  const { index } = MEDIA_TYPES[format];
  const manifests = images.map((each) => ({
    ...descriptor(each),
    ...(each.platform && { platform: each.platform }),
    ...each.entry,
  }));
  const manifest = json(index, { schemaVersion: 2, mediaType: index, manifests, ...(annotations && { annotations }) });
  return { ...manifest, blobs: [], children: images, platform: undefined };
}

/** What is said of another image: a signature, an attestation, an SBOM. */
export interface ReferrerContents {
  /** Such as `application/vnd.dev.cosign.artifact.sig.v1+json`. */
  readonly artifactType: string;
  /** Of its only layer. */
  readonly content?: string | Uint8Array;
  readonly mediaType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A referrer of an image, of an index, or of another referrer: https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidelines-for-artifact-usage */
export function buildReferrer(subject: BuiltImage, contents: ReferrerContents): BuiltImage {
  const { artifactType, content = '{}', mediaType = 'application/json', annotations } = contents;
  const { image } = MEDIA_TYPES.oci;
  const config = piece('application/vnd.oci.empty.v1+json', Buffer.from('{}'));
  const layer = piece(mediaType, Buffer.from(content));
  const manifest = json(image, {
    schemaVersion: 2,
    mediaType: image,
    artifactType,
    config: descriptor(config),
    layers: [descriptor(layer)],
    subject: descriptor(subject),
    ...(annotations && { annotations }),
  });
  return { ...manifest, blobs: [config, layer], children: [], platform: undefined };
}

/** The SHA-256 of bytes, as OCI writes it. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function piece(mediaType: string, bytes: Uint8Array): Piece {
  return { mediaType, bytes, digest: digestOf(bytes) };
}

function json(mediaType: string, document: object): Piece {
  return piece(mediaType, Buffer.from(JSON.stringify(document)));
}

function descriptor({ mediaType, digest, bytes }: Piece) {
  return { mediaType, digest, size: bytes.length };
}
