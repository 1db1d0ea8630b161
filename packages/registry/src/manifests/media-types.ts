// Sources: https://github.com/opencontainers/image-spec/blob/main/media-types.md,
// https://distribution.github.io/distribution/spec/manifest-v2-2/, https://distribution.github.io/distribution/spec/deprecated-schema-v1/
/** The media type of OCI's index: of images, and of referrers. */
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const INDEXES = [OCI_INDEX, 'application/vnd.docker.distribution.manifest.list.v2+json'];
const IMAGES = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'];
const SCHEMA_1 = [
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/vnd.docker.distribution.manifest.v1+json',
];
const ARTIFACTS = ['application/vnd.oci.artifact.manifest.v1+json'];

/**
 * The header `Accept` of every request for a manifest: all that registries hold, outdated forms included. One that is not in
 * it makes registries answer that there is no such image
 * (https://github.com/distribution/distribution/blob/main/registry/handlers/manifests.go), which would then be a lie.
 */
export const ACCEPT_MANIFESTS = [...INDEXES, ...IMAGES, ...ARTIFACTS, ...SCHEMA_1].join(', ');

/** What a manifest is, by its media type; `undefined` for one that is not known. */
export type Kind = 'index' | 'image' | 'artifact' | 'schema 1';

/** The kind of manifest that a media type stands for. */
export function kindOf(mediaType: string): Kind | undefined {
  if (INDEXES.includes(mediaType)) return 'index';
  if (IMAGES.includes(mediaType)) return 'image';
  if (ARTIFACTS.includes(mediaType)) return 'artifact';
  return SCHEMA_1.includes(mediaType) ? 'schema 1' : undefined;
}
