import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  type ImageTagMutability,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { type BuiltImage, buildImage, type ImageContents, type Piece } from './image.ts';

/** How often a registry that is too busy is asked, and the pause between, in milliseconds. */
const MOST_TRIES = 100;
const PAUSE_MS = 100;

/** A registry that speaks OCI's distribution API. */
export interface RegistryAddress {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** The header of that name; without one nothing is sent. */
  readonly authorization?: string;
}

/** Whose registry of the local cloud it is. */
export interface RegistryOwner {
  /** A key of twelve digits is an account; all others are of 123456789012. */
  readonly accessKeyId?: string;
  readonly region?: string;
  /** Of a repository that has to be made. */
  readonly mutability?: ImageTagMutability;
}

/** An image in a registry of the local cloud. */
export interface PushedImage {
  readonly digest: string;
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME:TAG`, as AWS would have it. */
  readonly uri: string;
  /** The same by digest. */
  readonly resolvedUri: string;
  /** `127.0.0.1:PORT/NAME:TAG`, which OCI clients reach. */
  readonly localUri: string;
  readonly image: BuiltImage;
}

/**
 * Builds an image and pushes it as `NAME:TAG` into ECR of the local cloud; a repository that is missing is made. `contents` may
 * be an image that is built already, such as an index.
 */
export async function pushImage(
  cloud: Pick<RegistryAddress, 'endpoint'>,
  name: string,
  contents: ImageContents | BuiltImage = {},
  owner: RegistryOwner = {},
): Promise<PushedImage> {
  const image = 'bytes' in contents ? contents : buildImage(contents);
  const { accessKeyId = 'AKIAIMAGES', region = 'eu-west-1', mutability } = owner;
  const [, repository = '', tag = ''] = /^(.+):([^:/]+)$/.exec(name) ?? [];
  if (repository === '') throw new Error(`${name} is no NAME:TAG`);
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  const ecr = new ECRClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
  try {
    const account = await madeRepository(ecr, repository, mutability);
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
    await pushTo({ endpoint: cloud.endpoint, authorization }, repository, tag, image);
    const onAws = `${account}.dkr.ecr.${region}.amazonaws.com/${repository}`;
    return {
      digest: image.digest,
      uri: `${onAws}:${tag}`,
      resolvedUri: `${onAws}@${image.digest}`,
      localUri: `${new URL(cloud.endpoint).host}/${name}`,
      image,
    };
  } finally {
    ecr.destroy();
  }
}

/** The account that the repository is in. */
async function madeRepository(
  ecr: ECRClient,
  repositoryName: string,
  imageTagMutability?: ImageTagMutability,
): Promise<string | undefined> {
  try {
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));
    return repositories?.[0]?.registryId;
  } catch (error) {
    if (!(error instanceof RepositoryNotFoundException)) throw error;
    const made = await ecr.send(new CreateRepositoryCommand({ repositoryName, imageTagMutability }));
    return made.repository?.registryId;
  }
}

/** Pushes an image into any registry: blobs, children by their digests, and the manifest under a tag or its digest. */
export async function pushTo(
  registry: RegistryAddress,
  repository: string,
  reference: string,
  image: BuiltImage,
): Promise<void> {
  for (const child of image.children) await pushTo(registry, repository, child.digest, child);
  for (const blob of image.blobs) await upload(registry, repository, blob);
  const path = `/v2/${repository}/manifests/${reference}`;
  await ask(registry, path, 201, { method: 'PUT', body: image.bytes, headers: { 'content-type': image.mediaType } });
}

async function upload(registry: RegistryAddress, repository: string, { bytes, digest }: Piece): Promise<void> {
  const started = await ask(registry, `/v2/${repository}/blobs/uploads/`, 202, { method: 'POST' });
  const location = new URL(started.headers.get('location') ?? '', registry.endpoint);
  location.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await ask(registry, location.pathname + location.search, 201, { method: 'PUT', body: bytes, headers });
}

async function ask(
  { endpoint, authorization }: RegistryAddress,
  path: string,
  expected: number,
  init: RequestInit & { readonly body?: Uint8Array; readonly headers?: Record<string, string> },
): Promise<Response> {
  const headers = { ...(authorization !== undefined && { authorization }), ...init.headers };
  const { body, ...rest } = init;
  const url = new URL(path, endpoint);
  let answer: Response;
  for (let tries = 1; ; tries += 1) {
    answer = await fetch(url, { ...rest, ...(body && { body: Buffer.from(body) }), headers });
    // A registry takes only so many a second, and ECR ten manifests.
    if (answer.status !== 429 || tries === MOST_TRIES) break;
    await sleep(PAUSE_MS);
  }
  if (answer.status !== expected) throw new Error(`${init.method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
