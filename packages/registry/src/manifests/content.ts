import type { Blob } from '../blobs/blob.ts';
import { type Descriptor, isObject, objectIn, textsIn } from './descriptor.ts';
import type { Manifest } from './manifest.ts';
import { kindOf } from './media-types.ts';

/**
 * Layers that may not be passed on: they stay where their `urls` say, and no registry asks for them. Sources:
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#non-distributable-layers,
 * https://distribution.github.io/distribution/spec/manifest-v2-2/.
 */
const FOREIGN =
  /^application\/vnd\.(?:docker\.image\.rootfs\.foreign\.diff\.tar|oci\.image\.layer\.nondistributable\.v1\.tar)\b/;

/**
 * The blobs that a registry must hold before it takes a manifest: configuration and layers, each once, without those that may
 * not be passed on.
 */
export function blobsOf({ config, layers }: Manifest): readonly Blob[] {
  const all = [...(config ? [config] : []), ...layers].filter((one) => !isForeign(one));
  const each = new Map(all.map(({ digest, size, mediaType }) => [digest, { digest, size, mediaType }]));
  return [...each.values()];
}

/** Whether a layer may not be passed on, as those of Windows once were. */
export function isForeign({ mediaType }: Descriptor): boolean {
  return FOREIGN.test(mediaType);
}

/** The first image of an index that is no attestation. Source: https://docs.docker.com/build/metadata/attestations/attestation-storage/ */
export function firstImage({ manifests }: Manifest): Descriptor | undefined {
  return manifests.find(({ mediaType, annotations, platform }) => {
    const kind = kindOf(mediaType);
    const isAttestation = 'vnd.docker.reference.type' in annotations || platform.os === 'unknown';
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
