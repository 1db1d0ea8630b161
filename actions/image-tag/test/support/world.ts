import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import type { BundleStep, World } from '@actions-aws/testing';
import { buildImage, buildIndex, pushTo } from '@actions-aws/testing/images';
import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { newRepository, type Repository } from './repository.ts';

/** What an image says of itself, in the labels of its configuration or in the annotations of its index. */
export interface Said {
  readonly revision?: string;
  readonly version?: string;
  /** Labels in the form of the output `labels`, one on a line, as a build with them has. */
  readonly labels?: string;
  /** Has it say so in the annotation of an index with one platform. */
  readonly asIndex?: boolean;
}

/** A repository in ECR, and one of git. */
export interface TagWorld extends World {
  readonly cloud: LocalAws;
  readonly ecr: ECRClient;
  readonly source: Repository;
  /** As `127.0.0.1:4566/search-api`. */
  readonly image: string;
  /** Pushes an image under these tags, as a build would, and gives its digest. */
  push(tags: readonly string[], said?: Said): Promise<string>;
}

const NAME = 'search-api';
const CREDENTIALS = { accessKeyId: 'AKIAADMIN', secretAccessKey: 'secret' };

/** Starts such a world: a repository in ECR, empty or none, and one commit on `main`. */
export async function world(ecrRepository: Partial<CreateRepositoryCommandInput> | 'none' = {}): Promise<TagWorld> {
  const cloud = await startLocalAws();
  const ecr = new ECRClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials: CREDENTIALS });
  if (ecrRepository !== 'none') await ecr.send(new CreateRepositoryCommand({ repositoryName: NAME, ...ecrRepository }));
  const source = newRepository();
  source.commit({ 'api/a': '1', Dockerfile: 'FROM scratch' }, { at: '2026-03-14T15:09:26Z' });
  return {
    cloud,
    ecr,
    source,
    image: `${new URL(cloud.endpoint).host}/${NAME}`,
    push: (tags, said = {}) => pushed(ecr, cloud.endpoint, tags, said),
    async stop() {
      source.remove();
      ecr.destroy();
      await cloud.stop();
    },
  };
}

const action = join(import.meta.dirname, '..', '..');

/** The step as a workflow has it, for a push to main unless the environment says otherwise. */
export function step(
  world: TagWorld,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): BundleStep {
  const { source, cloud, image } = world;
  return {
    action,
    cloud,
    workspace: source.folder,
    inputs: { image, token: '', ...inputs },
    env: { GITHUB_SHA: source.git('rev-parse', 'HEAD'), GITHUB_SERVER_URL: '', ...env },
  };
}

let pushes = 0;

async function pushed(
  ecr: ECRClient,
  endpoint: string,
  tags: readonly string[],
  { revision, version, labels = '', asIndex }: Said,
): Promise<string> {
  const { authorizationData = [] } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const authorization = `Basic ${authorizationData[0]?.authorizationToken}`;
  const built = labels.split('\n').flatMap((line) => (line === '' ? [] : [line.split(/=(.*)/s).slice(0, 2)]));
  const says = Object.fromEntries([
    ...built,
    ...Object.entries({ revision, version }).flatMap(([key, value]) =>
      value === undefined ? [] : [[`org.opencontainers.image.${key}`, value]],
    ),
  ]);
  // No two builds have one digest.
  pushes += 1;
  const image = buildImage({ files: { layer: String(pushes) }, config: { Labels: asIndex ? {} : says } });
  const whole = asIndex ? buildIndex([image], { annotations: says }) : image;
  for (const reference of tags.length > 0 ? tags : [whole.digest])
    await pushTo({ endpoint, authorization }, NAME, reference, whole);
  return whole.digest;
}
