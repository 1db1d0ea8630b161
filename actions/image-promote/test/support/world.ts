import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import type { BundleStep, World } from '@actions-aws/testing';
import {
  type BuiltImage,
  buildImage,
  buildIndex,
  buildReferrer,
  type ImageContents,
  pushTo,
} from '@actions-aws/testing/images';
import {
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ImageNotFoundException,
} from '@aws-sdk/client-ecr';

/** Where a repository of ECR is. */
export interface Place {
  readonly region: string;
  readonly repository: string;
  /** 123456789012 unless given. */
  readonly account?: string;
}

/** Two environments in ECR, in two Regions, so that nothing can be mounted from one in the other. */
export const DEV: Place = { region: 'eu-west-1', repository: 'search-api' };
export const PROD: Place = { region: 'eu-central-1', repository: 'search-api' };

/** A repository of this name in each of the two. */
export function inBoth(repository: string): { readonly from: Place; readonly to: Place } {
  return { from: { ...DEV, repository }, to: { ...PROD, repository } };
}

/** Registries of ECR in the local cloud. */
export interface ImageWorld extends World {
  readonly cloud: LocalAws;
  ecr(region?: string): ECRClient;
  /** Makes a repository. */
  make(place: Place, settings?: Partial<CreateRepositoryCommandInput>): Promise<void>;
  /** Pushes an image under tags, or by its digest where there are none; gives its digest. */
  push(place: Place, image: BuiltImage, tags?: readonly string[]): Promise<string>;
  /** What each tag of a repository names. */
  tagsOf(place: Place): Promise<Readonly<Record<string, string>>>;
  /** The digests of all images of a repository, in order. */
  digestsOf(place: Place): Promise<readonly string[]>;
  /** The operations that a promotion called, since the journal was cleared. */
  called(): Promise<readonly string[]>;
}

/** The name of a repository as AWS has it. */
export function nameOf({ region, repository, account = '123456789012' }: Place): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repository}`;
}

/** A client of ECR, of the user with this access key, which may be an account's number. */
export function clientOf({ cloud }: Pick<ImageWorld, 'cloud'>, accessKeyId: string, region = DEV.region): ECRClient {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  return new ECRClient({ endpoint: cloud.endpoint, region, credentials });
}

/** Starts such a world; its clock runs `scale` times faster than the machine's. */
export async function imageWorld({ scale = 100 }: { readonly scale?: number } = {}): Promise<ImageWorld> {
  const cloud = await startLocalAws({ clock: { scale } });
  const clients = new Map<string, ECRClient>();
  const ecr: ImageWorld['ecr'] = (region = DEV.region) => {
    const client = clients.get(region) ?? clientOf({ cloud }, 'AKIAADMIN', region);
    clients.set(region, client);
    return client;
  };
  const details = async ({ region, repository: repositoryName }: Place) => {
    try {
      const { imageDetails = [] } = await ecr(region).send(new DescribeImagesCommand({ repositoryName }));
      return imageDetails;
    } catch (error) {
      if (error instanceof ImageNotFoundException) return [];
      throw error;
    }
  };
  return {
    cloud,
    ecr,
    async make({ region, repository: repositoryName }, settings = {}) {
      await ecr(region).send(new CreateRepositoryCommand({ repositoryName, ...settings }));
    },
    async push({ region, repository }, image, tags = []) {
      const { authorizationData } = await ecr(region).send(new GetAuthorizationTokenCommand({}));
      const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
      for (const reference of tags.length > 0 ? tags : [image.digest]) {
        await pushTo({ endpoint: cloud.endpoint, authorization }, repository, reference, image);
      }
      return image.digest;
    },
    async tagsOf(place) {
      const tagged = (await details(place)).flatMap(({ imageTags = [], imageDigest = '' }) =>
        imageTags.map((tag) => [tag, imageDigest] as const),
      );
      return Object.fromEntries(tagged.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    async digestsOf(place) {
      return (await details(place)).map(({ imageDigest = '' }) => imageDigest).sort();
    },
    async called() {
      const journal = await cloud.control.journal();
      return journal.filter(({ accessKeyId }) => accessKeyId === 'AKIASTEP').map(({ operation }) => operation);
    },
    async stop() {
      for (const client of clients.values()) client.destroy();
      await cloud.stop();
    },
  };
}

/** An image of its own, which says of which commit and version it is. */
export function image(text: string, said: { readonly revision?: string; readonly version?: string } = {}): BuiltImage {
  return buildImage(contents(text, said));
}

/** An index of two platforms. */
export function twoPlatforms(text: string): BuiltImage {
  return buildIndex([
    buildImage(contents(text)),
    buildImage({ ...contents(`${text} on arm64`), architecture: 'arm64' }),
  ]);
}

/** A signature of an image, or of a referrer. */
export function signature(of: BuiltImage, content = 'signed'): BuiltImage {
  return buildReferrer(of, { artifactType: 'application/vnd.example.signature.v1+json', content });
}

function contents(text: string, said: { readonly revision?: string; readonly version?: string } = {}): ImageContents {
  const labels = Object.entries(said).map(([key, value]) => [`org.opencontainers.image.${key}`, value]);
  return {
    layers: [{ 'etc/base': 'the base, which all images share' }, { 'app/index.js': text }],
    config: { Cmd: ['index.handler'], Labels: Object.fromEntries(labels) },
  };
}

const action = join(import.meta.dirname, '..', '..');

/** The step as a workflow has it; within one repository unless `to` is given. */
export function step({ cloud }: ImageWorld, inputs: Readonly<Record<string, string>> = {}): BundleStep {
  return {
    action,
    cloud,
    scaleTime: cloud.clock.scale,
    inputs: { from: nameOf(DEV), token: '', ...inputs },
  };
}
