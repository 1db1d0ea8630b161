import { digestOf } from '../../src/index.ts';
import type { Came, Reply } from './stub.ts';

/** Something that a registry holds under its digest. */
export interface Content {
  readonly digest: string;
  readonly mediaType: string;
  readonly body: string;
}

const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

/** The media types that a test may ask for. */
export const TYPES = {
  index: `${OCI}.index.v1+json`,
  manifest: `${OCI}.manifest.v1+json`,
  config: `${OCI}.config.v1+json`,
  dockerList: `${DOCKER}.distribution.manifest.list.v2+json`,
  dockerManifest: `${DOCKER}.distribution.manifest.v2+json`,
  dockerConfig: `${DOCKER}.container.image.v1+json`,
};

/** Any document as content. */
export function content(mediaType: string, document: object): Content {
  const body = JSON.stringify(document);
  return { digest: digestOf(Buffer.from(body)), mediaType, body };
}

/** A configuration with labels. */
export function configWith(labels: Readonly<Record<string, string>> | null, mediaType = TYPES.config): Content {
  return content(mediaType, { architecture: 'amd64', os: 'linux', config: { Labels: labels } });
}

/** An image with this configuration, and with more in its manifest. */
export function imageOf(config: Content, more: object = {}, mediaType = TYPES.manifest): Content {
  return content(mediaType, { schemaVersion: 2, mediaType, config: descriptorOf(config), layers: [], ...more });
}

/** An index of these entries. */
export function indexOf(manifests: readonly object[], more: object = {}, mediaType = TYPES.index): Content {
  return content(mediaType, { schemaVersion: 2, mediaType, manifests, ...more });
}

/** What points to content. */
export function descriptorOf({ digest, mediaType, body }: Content, more: object = {}): object {
  return { mediaType, digest, size: body.length, ...more };
}

/** What points to an attestation, as buildx writes it. */
export function attestationOf(one: Content): object {
  const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
  return descriptorOf(one, { annotations, platform: { os: 'unknown', architecture: 'unknown' } });
}

/** Answers as a registry that holds this content and these tags in `team/api`. */
export function registryWith(held: readonly Content[], tags: Readonly<Record<string, Content>>): (came: Came) => Reply {
  return ({ path }) => {
    const [, kind, reference = ''] = /^\/v2\/team\/api\/(manifests|blobs)\/(.+)$/.exec(path) ?? [];
    const found = tags[reference] ?? held.find(({ digest }) => digest === reference);
    if (!found || kind === undefined) return notFound('MANIFEST_UNKNOWN');
    const type = kind === 'blobs' ? 'application/octet-stream' : found.mediaType;
    return { headers: { 'content-type': type, 'docker-content-digest': found.digest }, body: found.body };
  };
}

/** A registry's own words that it has not got something. */
export function notFound(code: string): Reply {
  const body = JSON.stringify({ errors: [{ code, message: 'not known', detail: {} }] });
  return { status: 404, headers: { 'content-type': 'application/json' }, body };
}
