import { createHash, randomBytes } from 'node:crypto';
import * as sdk from '@aws-sdk/client-ecr';
import { type LocalAws, startLocalAws } from '../src/index.ts';

/** OCI's types, and Docker's, of which a client has to name all that it takes. */
export const types = {
  image: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  dockerImage: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const;

/** What a careful client accepts. */
export const everything = Object.values(types).join(', ');

/** A blob, or a manifest, with its digest. */
export interface Piece {
  readonly bytes: Buffer;
  readonly digest: string;
}

/** An image that is on no registry yet. */
export interface BuiltImage extends Piece {
  readonly mediaType: string;
  /** Its configuration and its layers. */
  readonly blobs: readonly Piece[];
}

/** Bytes as a registry knows them. */
export function piece(content: Buffer | string): Piece {
  const bytes = Buffer.from(content);
  return { bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

/** An image of one layer, different from every other. `change` edits the document before it is written. */
export function image(change: Record<string, unknown> = {}, layer: Buffer = randomBytes(32)): BuiltImage {
  const blobs = [
    piece(JSON.stringify({ architecture: 'arm64', os: 'linux', salt: randomBytes(4).toString('hex') })),
    piece(layer),
  ];
  const [config, ...layers] = blobs as [Piece, ...Piece[]];
  const mediaType = types.image;
  const document = {
    schemaVersion: 2,
    mediaType,
    config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
    layers: layers.map((each) => descriptor(each, 'application/vnd.oci.image.layer.v1.tar+gzip')),
    ...change,
  };
  return { ...piece(JSON.stringify(document)), mediaType, blobs };
}

/** An index of images. */
export function indexOf(...images: readonly BuiltImage[]): BuiltImage {
  const manifests = images.map((each) => descriptor(each, each.mediaType));
  const mediaType = types.index;
  return { ...piece(JSON.stringify({ schemaVersion: 2, mediaType, manifests })), mediaType, blobs: [] };
}

function descriptor({ bytes, digest }: Piece, mediaType: string) {
  return { mediaType, digest, size: bytes.length };
}

/** A registry of the local cloud, asked by the SDK and by plain HTTP. */
export interface EcrCloud {
  readonly cloud: LocalAws;
  readonly ecr: sdk.ECRClient;
  /** Asks the registry as its token's holder; follows no redirect. `path` follows `/v2/`. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Uploads a blob in one piece. */
  upload(repository: string, blob: Piece): Promise<void>;
  /** Uploads all of an image, by the registry's API. Resolves with the answer to its manifest. */
  push(repository: string, reference: string, built: BuiltImage): Promise<Response>;
}

/** The Region of all tests of ECR. */
export const region = 'eu-west-1';

/** A cloud with an empty registry, on a clock that is stepped. */
export async function ecrCloud(accessKeyId = 'AKIAECR'): Promise<EcrCloud> {
  const cloud = await startLocalAws({ clock: { start: Date.UTC(2026, 0, 1), scale: 0 } });
  const ecr = clientOf(cloud, accessKeyId);
  const authorization = await tokenOf(ecr);
  const ask: EcrCloud['ask'] = (path, init = {}) =>
    fetch(`${cloud.endpoint}/v2/${path}`, {
      redirect: 'manual',
      ...init,
      headers: { authorization, ...(init.headers as Record<string, string>) },
    });
  const upload: EcrCloud['upload'] = async (repository, { bytes, digest }) => {
    const started = await ask(`${repository}/blobs/uploads/`, { method: 'POST' });
    const location = new URL(started.headers.get('location') ?? '').pathname.replace('/v2/', '');
    const done = await ask(`${location}?digest=${digest}`, { method: 'PUT', body: bytes });
    if (done.status !== 201) throw new Error(`${done.status} ${await done.text()}`);
  };
  return {
    cloud,
    ecr,
    ask,
    upload,
    async push(repository, reference, built) {
      for (const blob of built.blobs) await upload(repository, blob);
      const headers = { 'content-type': built.mediaType };
      return ask(`${repository}/manifests/${reference}`, { method: 'PUT', headers, body: built.bytes });
    },
  };
}

/** A client of the SDK, which tries once. */
export function clientOf(cloud: LocalAws, accessKeyId: string): sdk.ECRClient {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  return new sdk.ECRClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
}

/** The header that a token is. */
export async function tokenOf(ecr: sdk.ECRClient): Promise<string> {
  const { authorizationData } = await ecr.send(new sdk.GetAuthorizationTokenCommand({}));
  return `Basic ${authorizationData?.[0]?.authorizationToken}`;
}

/** Status and code of an answer of the registry. */
export async function codeOf(response: Response): Promise<readonly [status: number, code: string]> {
  const [status, code] = await refusalOf(response);
  return [status, code];
}

/** Status, code and message of an answer of the registry. */
export async function refusalOf(response: Response): Promise<readonly [status: number, code: string, message: string]> {
  const { errors } = (await response.json()) as { errors: readonly { code: string; message: string }[] };
  return [response.status, errors[0]?.code ?? '', errors[0]?.message ?? ''];
}
