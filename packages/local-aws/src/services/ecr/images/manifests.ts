import { invalidManifest } from '../errors.ts';

/** The media types of manifests that ECR keeps: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-manifest-formats.html */
const imageTypes: readonly string[] = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const indexTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** What a manifest says. */
export interface Manifest {
  readonly mediaType: string;
  /** The configuration, and the layers that a registry holds. */
  readonly layers: readonly Descriptor[];
  readonly children: readonly Descriptor[];
  readonly artifactType: string | undefined;
  readonly subject: string | undefined;
}

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * Reads a manifest; throws ECR's InvalidParameterException for anything else. Without a media type in the document and beside
 * it, it is none (aws/aws-sdk#193).
 */
export function readManifest(bytes: Uint8Array, givenType: string | undefined): Manifest {
  const document = object(parse(bytes));
  const mediaType = document.mediaType ?? givenType;
  if (typeof mediaType !== 'string' || document.schemaVersion !== 2) throw invalidManifest();
  if (givenType !== undefined && givenType !== mediaType) throw invalidManifest();
  const { subject, artifactType } = document;
  if (artifactType !== undefined) assertMediaType(artifactType);
  const common = { mediaType, subject: subject === undefined ? undefined : descriptor(subject).digest };
  if (indexTypes.includes(mediaType)) {
    const children = list(document.manifests).map(child);
    return { ...common, layers: [], children, artifactType: artifactType as string | undefined };
  }
  if (!imageTypes.includes(mediaType)) throw invalidManifest();
  const config = descriptor(document.config);
  const layers = [config, ...list(document.layers).map(descriptor).filter(isHeld)];
  return { ...common, layers, children: [], artifactType: (artifactType as string | undefined) ?? config.mediaType };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidManifest();
  }
}

/**
 * Layers that may not be handed on, as those of Windows, stay where they are, and no registry asks for them:
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#non-distributable-layers
 */
function isHeld({ mediaType }: Descriptor): boolean {
  return !/\.(nondistributable|foreign)\./.test(mediaType);
}

/** ECR refuses a platform with features (aws/containers-roadmap#2439). */
function child(value: unknown): Descriptor {
  const { platform } = object(value);
  if (platform !== undefined && object(platform).features !== undefined) throw invalidManifest();
  return descriptor(value);
}

function descriptor(value: unknown): Descriptor {
  const { mediaType, digest, size } = object(value);
  assertMediaType(mediaType);
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) throw invalidManifest();
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0) throw invalidManifest();
  return { mediaType: mediaType as string, digest, size };
}

/** A type with parameters is refused, as sigstore's `…bundle+json;version=0.2` was (aws/containers-roadmap#2306). */
function assertMediaType(value: unknown): void {
  const name = '[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}';
  if (typeof value !== 'string' || !new RegExp(`^${name}/${name}$`).test(value)) throw invalidManifest();
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidManifest();
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidManifest();
  return value;
}
