/**
 * The index that buildx makes of an image and its provenance, unless `provenance` is false:
 * https://docs.docker.com/build/metadata/attestations/attestation-storage/. The provenance itself is empty here.
 */
export function attested(image, architecture, { piece, described }) {
  const statement = piece(
    JSON.stringify({ _type: 'https://in-toto.io/Statement/v0.1', predicateType: 'https://slsa.dev/provenance/v0.2' }),
    'application/vnd.in-toto+json',
  );
  const config = piece(
    JSON.stringify({
      architecture: 'unknown',
      os: 'unknown',
      config: {},
      rootfs: { type: 'layers', diff_ids: [statement.digest] },
    }),
    'application/vnd.oci.image.config.v1+json',
  );
  const manifest = piece(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: image.mediaType,
      config: described(config),
      layers: [described(statement)],
    }),
    image.mediaType,
  );
  const index = 'application/vnd.oci.image.index.v1+json';
  const annotations = {
    'vnd.docker.reference.digest': image.digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  };
  const platforms = [
    { architecture, os: 'linux' },
    { architecture: 'unknown', os: 'unknown' },
  ];
  const manifests = [
    { ...described(image), platform: platforms[0] },
    { ...described(manifest), annotations, platform: platforms[1] },
  ];
  const whole = piece(JSON.stringify({ schemaVersion: 2, mediaType: index, manifests }), index);
  return { index: whole, manifest, blobs: [config, statement] };
}
