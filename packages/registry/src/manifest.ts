import type { Answer } from '@actions-aws/action/http';
import { type Kind, kindOf } from './media-types.ts';
import { digestOf, isDigest } from './references.ts';

/** What points to other content. Source: https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Such as `linux`; empty where it is not said. */
  readonly os: string;
}

/** A manifest whose bytes are what their digest says. */
export interface Manifest {
  readonly kind: Exclude<Kind, 'schema 1'>;
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
  readonly annotations: Readonly<Record<string, string>>;
  /** Of an image. */
  readonly config?: Descriptor;
  /** Of an index, in its order. */
  readonly manifests: readonly Descriptor[];
}

type Loose = Readonly<Record<string, unknown>>;

/** Reads the answer to a request for a manifest. @returns a sentence where it is none that can be trusted. */
export function manifestIn({ headers, body }: Answer, reference: string): Manifest | string {
  const digest = verifiedDigest(headers['docker-content-digest']?.toString(), body, reference);
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = kindOf(mediaType);
  if (kind === undefined) return `its content type ${JSON.stringify(mediaType)} is none of a manifest`;
  if (kind === 'schema 1')
    return 'the image is in the outdated schema 1, whose digest cannot be checked: push it again';
  if (!digest.ok) return digest.why;
  const document = objectIn(body);
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
  const manifests = isIndex ? (document.manifests as unknown[]).map(descriptorIn) : [];
  const config = kind === 'image' ? descriptorIn(document.config) : undefined;
  if (manifests.includes(undefined) || (kind === 'image' && !config)) return 'it points to content in an unknown form';
  return {
    kind,
    mediaType,
    digest: digest.digest,
    bytes: body,
    annotations: textsIn(document.annotations),
    manifests: manifests as Descriptor[],
    ...(config && { config }),
  };
}

/** The first image of an index that is no attestation. Source: https://docs.docker.com/build/metadata/attestations/attestation-storage/ */
export function firstImage({ manifests }: Manifest): Descriptor | undefined {
  return manifests.find(({ mediaType, annotations, os }) => {
    const kind = kindOf(mediaType);
    const isAttestation = 'vnd.docker.reference.type' in annotations || os === 'unknown';
    return (kind === 'image' || kind === 'index') && !isAttestation;
  });
}

/** The labels in the configuration of an image. @returns `undefined` where it is no configuration. */
export function labelsIn(config: Buffer): Readonly<Record<string, string>> | undefined {
  const document = objectIn(config);
  if (!document) return undefined;
  // Source: https://github.com/opencontainers/image-spec/blob/main/config.md
  return textsIn(isObject(document.config) ? document.config.Labels : undefined);
}

/** Whether a media type is that of a configuration with labels in it. */
export function hasLabels(mediaType: string): boolean {
  return ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'].includes(
    mediaType,
  );
}

type Verified = { readonly ok: true; readonly digest: string } | { readonly ok: false; readonly why: string };

/** The digest that was asked for or that the registry names, if it is that of the bytes. */
function verifiedDigest(named: string | undefined, body: Buffer, reference: string): Verified {
  const wanted = isDigest(reference) ? reference : named;
  if (wanted !== undefined && !isDigest(wanted))
    return { ok: false, why: `it names the digest ${JSON.stringify(wanted)}` };
  const digest = digestOf(body, wanted);
  if (wanted === undefined || wanted === digest) return { ok: true, digest };
  return { ok: false, why: `its bytes have the digest ${digest}, and not ${wanted}` };
}

function descriptorIn(value: unknown): Descriptor | undefined {
  if (!isObject(value)) return undefined;
  const { mediaType, digest, annotations, platform } = value;
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || !isDigest(digest)) return undefined;
  const os = isObject(platform) && typeof platform.os === 'string' ? platform.os : '';
  return { mediaType, digest, annotations: textsIn(annotations), os };
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function objectIn(body: Buffer): Loose | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
