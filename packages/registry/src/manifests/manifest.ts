import type { Answer } from '@actions-aws/action/http';
import { digestOf, isDigest } from '../references.ts';
import { type Descriptor, descriptorIn, isObject, objectIn, textsIn } from './descriptor.ts';
import { type Kind, kindOf } from './media-types.ts';

/** A manifest whose bytes are what their digest says. */
export interface Manifest {
  readonly kind: Exclude<Kind, 'schema 1'>;
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly annotations: Readonly<Record<string, string>>;
  /** Of an image. */
  readonly config?: Descriptor;
  /** Of an image, from the lowest one up; of an artifact in the outdated form, its blobs. */
  readonly layers: readonly Descriptor[];
  /** Of an index, in its order. */
  readonly manifests: readonly Descriptor[];
  /** The manifest that this one is about, such as the image of a signature. */
  readonly subject?: Descriptor;
  /** What it is, where it says so; of an image that does not, the media type of its configuration. */
  readonly artifactType: string;
}

/** A manifest as it was found or will be sent. */
export interface ManifestBytes {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: string;
}

/**
 * Reads a manifest. @returns a sentence where it is none that can be trusted: its bytes are not those of the digest, it is in
 * the outdated schema 1, or it is not of the kind that its media type says.
 */
export function readManifest({ bytes, mediaType, digest: wanted }: ManifestBytes): Manifest | string {
  const kind = kindOf(mediaType);
  if (kind === undefined) return `its content type ${JSON.stringify(mediaType)} is none of a manifest`;
  if (kind === 'schema 1') {
    return 'the image is in the outdated schema 1, whose digest cannot be checked: push it again';
  }
  if (!isDigest(wanted)) return `it names the digest ${JSON.stringify(wanted)}`;
  const digest = digestOf(bytes, wanted);
  if (digest !== wanted) return `its bytes have the digest ${digest}, and not ${wanted}`;
  const document = objectIn(bytes);
  if (!document) return 'it is not a JSON object';
  if (document.mediaType !== undefined && document.mediaType !== mediaType) {
    return `it is ${mediaType} by its header, and ${JSON.stringify(document.mediaType)} by its content`;
  }
  const isIndex = Array.isArray(document.manifests);
  // One document that reads as both was a way to have others run another image than was checked (CVE-2021-41190).
  const isImage = 'config' in document || 'layers' in document;
  if (
    kind === 'index' ? !isIndex || isImage : kind === 'image' && ('manifests' in document || !isObject(document.config))
  ) {
    return `its content is not that of ${kind === 'index' ? 'an index' : 'an image'}`;
  }
  const manifests = kind === 'index' ? descriptorsIn(document.manifests) : [];
  const layers = kind === 'index' ? [] : descriptorsIn(kind === 'image' ? document.layers : document.blobs);
  const config = kind === 'image' ? descriptorIn(document.config) : undefined;
  const subject = isObject(document.subject) ? descriptorIn(document.subject) : undefined;
  if (!manifests || !layers || (kind === 'image' && !config) || (isObject(document.subject) && !subject)) {
    return 'it points to content in an unknown form';
  }
  const { artifactType } = document;
  return {
    kind,
    mediaType,
    digest,
    bytes,
    annotations: textsIn(document.annotations),
    manifests,
    layers,
    artifactType: typeof artifactType === 'string' && artifactType !== '' ? artifactType : (config?.mediaType ?? ''),
    ...(config && { config }),
    ...(subject && { subject }),
  };
}

/** Reads the answer to a request for a manifest. @returns a sentence where it is none that can be trusted. */
export function manifestIn({ headers, body }: Answer, reference: string): Manifest | string {
  const named = isDigest(reference) ? reference : headers['docker-content-digest']?.toString();
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return readManifest({ bytes: body, mediaType, digest: named ?? digestOf(body) });
}

/** All of a list; none where there is no list, as registries written in Go leave it out. */
function descriptorsIn(value: unknown): readonly Descriptor[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const found = value.map(descriptorIn);
  return found.every((one) => one !== undefined) ? found : undefined;
}
