/**
 * The tag under which a registry without a list of its own keeps an index of what refers to a manifest
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema).
 */
export function fallbackTag(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm.slice(0, 32)}-${hex.slice(0, 64)}`;
}

/**
 * The tags that cosign gives to the signatures of an image, its attestations and the list of what is inside
 * (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md#tag-based-discovery).
 */
export function cosignTags(digest: string): readonly string[] {
  const name = digest.replace(':', '-');
  return ['sig', 'att', 'sbom'].map((suffix) => `${name}.${suffix}`).filter((tag) => tag.length <= 128);
}
